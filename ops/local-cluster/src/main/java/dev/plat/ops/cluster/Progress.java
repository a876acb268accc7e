package dev.plat.ops.cluster;

/** Who wants to know how far a start is; called from several threads. */
public interface Progress {

    /** How many steps there will be. */
    void total(int steps);

    void begin(String step);

    void done(String step);

    /** Tells nobody. */
    static Progress silent() {
        return new Progress() {
            @Override
            public void total(int steps) {}

            @Override
            public void begin(String step) {}

            @Override
            public void done(String step) {}
        };
    }
}
