package dev.plat.router.core.move.model;

import java.util.List;

/** What becomes of a controller's effects. */
interface Faults {

    List<Fault> KINDS =
            List.of(
                    Fault.LOST_BEFORE,
                    Fault.LOST_AFTER,
                    Fault.LATE,
                    Fault.KILLED_BEFORE,
                    Fault.KILLED_AFTER,
                    Fault.KILLED_LATE);

    /** Faults of one effect. */
    enum Fault {
        NONE,
        /** It never came to the server. */
        LOST_BEFORE,
        /** It happened, the answer did not come. */
        LOST_AFTER,
        /** It is still under way when its caller believes it failed. */
        LATE,
        /** The controller is killed. */
        KILLED_BEFORE,
        KILLED_AFTER,
        KILLED_LATE;

        boolean kills() {
            return this == KILLED_BEFORE || this == KILLED_AFTER || this == KILLED_LATE;
        }

        boolean happens() {
            return this == NONE || this == LOST_AFTER || this == KILLED_AFTER;
        }

        Fault prompt() {
            return switch (this) {
                case LATE -> LOST_AFTER;
                case KILLED_LATE -> KILLED_AFTER;
                case NONE, LOST_BEFORE, LOST_AFTER, KILLED_BEFORE, KILLED_AFTER -> this;
            };
        }

        boolean late() {
            return this == LATE || this == KILLED_LATE;
        }
    }

    /**
     * The next effect's.
     *
     * @param sharp it changes an owner: there a fault is worth most
     */
    Fault next(boolean sharp);

    /** How long a controller is stopped before its next effect; mostly not at all. */
    long stallMicros(boolean sharp);

    /** Drawn, until so many have been. */
    static Faults drawn(Chance chance, int most) {
        return new Faults() {
            private int left = most;

            @Override
            public Fault next(boolean sharp) {
                if (left <= 0 || !chance.once(sharp ? 5 : 30)) {
                    return Fault.NONE;
                }
                left--;
                return KINDS.get(chance.below(KINDS.size()));
            }

            @Override
            public long stallMicros(boolean sharp) {
                if (left <= 0 || !chance.once(sharp ? 10 : 50)) {
                    return 0;
                }
                left--;
                return chance.below(3_000_000);
            }
        };
    }
}
