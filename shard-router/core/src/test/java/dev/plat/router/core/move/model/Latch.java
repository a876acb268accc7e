package dev.plat.router.core.move.model;

import org.jspecify.annotations.Nullable;

/** ZooKeeper's choice of a leader. Who has lost it is not told, and goes on until refused. */
final class Latch {

    private @Nullable Controller leader;

    boolean wins(Controller who) {
        if (leader == null) {
            leader = who;
        }
        return leader == who;
    }

    void leaves(Controller who) {
        if (leader == who) {
            leader = null;
        }
    }

    /** The leader's session has expired. */
    void expire() {
        leader = null;
    }
}
