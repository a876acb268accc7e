package dev.plat.router.core.move.model;

/** Sees to it that every history has an end, and looks at what is left then. */
final class Watch implements Turns.Actor {

    private static final long LIMIT_MICROS = 600_000_000;

    /** Longer than anything that may still be under way. */
    private static final long QUIET_MICROS = 6_000_000;

    private final History history;
    private long wakeAt;
    private long endedSince = -1;

    Watch(History history) {
        this.history = history;
    }

    @Override
    public long wakeAt() {
        return wakeAt;
    }

    @Override
    public void step() {
        wakeAt = history.now() + 200_000;
        boolean up = !history.target().down && !history.source().down;
        if (!up || !history.outcome().ended()) {
            endedSince = -1;
        } else if (endedSince < 0) {
            endedSince = history.now();
        } else if (history.now() - endedSince > QUIET_MICROS) {
            history.rests();
        }
        if (history.now() > LIMIT_MICROS) {
            history.alarm("the move does not end");
        }
    }
}
