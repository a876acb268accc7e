package dev.plat.router.core.move.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.router.core.move.Side;
import dev.plat.router.core.move.model.Faults.Fault;
import java.util.EnumSet;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/**
 * One bucket, and instead of drawn faults every place where one can be: at each effect of a
 * controller each kind of fault and the crash of each server, and each pair of two kills.
 */
class MoveCrashPointsTest {

    private static final History.Shape SHAPE = new History.Shape(1, 0, 0, 0, 4);
    private static final int WISHES = 6;

    @Test
    void aMoveEndsWhateverSingleEffectFails() {
        for (int wish = 0; wish < WISHES; wish++) {
            int effects = run(wish, new Planned());
            for (int place = 0; place < effects; place++) {
                for (Fault fault : EnumSet.complementOf(EnumSet.of(Fault.NONE))) {
                    run(wish, new Planned().with(place, fault));
                }
                for (Side side : Side.values()) {
                    run(wish, new Planned().with(place, side));
                }
            }
        }
    }

    @Test
    void aMoveEndsWhereverTwoControllersAreKilled() {
        for (int wish = 0; wish < 2; wish++) {
            int effects = run(wish, new Planned());
            for (int first = 0; first < effects; first++) {
                for (int second = first + 1; second <= effects; second++) {
                    run(
                            wish,
                            new Planned()
                                    .with(first, Fault.KILLED_LATE)
                                    .with(second, Fault.KILLED_AFTER));
                }
            }
        }
    }

    private static int run(int wish, Planned planned) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(wish);
        History history = new History(random, SHAPE, Set.of(), planned);
        planned.in(history);
        try {
            history.run();
        } catch (AssertionError e) {
            throw new AssertionError("wish " + wish + ", " + planned + ": " + e.getMessage(), e);
        }
        assertThat(history.outcome().ended()).isTrue();
        return planned.effects();
    }
}
