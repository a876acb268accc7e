package dev.plat.router.core.move;

/** The two shards of a move, named by where it goes. */
public enum Side {
    SOURCE,
    TARGET;

    public Side other() {
        return this == SOURCE ? TARGET : SOURCE;
    }

    /** The direction of a marker that this side writes: 1 forward, 2 back. */
    public int direction() {
        return this == SOURCE ? 1 : 2;
    }
}
