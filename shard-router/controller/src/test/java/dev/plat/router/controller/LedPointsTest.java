package dev.plat.router.controller;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.router.core.ControlPoints;
import dev.plat.router.core.move.Superseded;
import dev.plat.router.core.orders.Leadership;
import org.junit.jupiter.api.Test;

class LedPointsTest {

    private final LedPoints points = new LedPoints(new Lost(), ControlPoints.NONE);

    @Test
    void whoHasLostZooKeeperStopsBeforeTheNextEffect() {
        for (String point : new String[] {"moved.before", "grant.after", "map.before"}) {
            assertThatThrownBy(() -> points.reach(point)).isInstanceOf(Superseded.class);
        }
    }

    /** Else nobody could write to it until ZooKeeper is back. */
    @Test
    void aBucketThatWasHandedOverIsStillGranted() {
        assertThatCode(
                        () -> {
                            points.reach("moved.after");
                            points.reach("grant.before");
                        })
                .doesNotThrowAnyException();
    }

    private static final class Lost implements Leadership {

        @Override
        public boolean leading() {
            return false;
        }

        @Override
        public void awaitLeading() {}

        @Override
        public void close() {}
    }
}
