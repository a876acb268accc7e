package dev.plat.router.core.move.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each guard of the move has a failing twin here: the same histories without it. When the search
 * finds nothing, either the guard is not needed or the model cannot see what it is for; both must
 * be known. The numbers are drawn from 0 up, so each run searches the same histories.
 */
class GuardTwinsTest {

    private static final int HISTORIES_MOST = 60_000;

    @ParameterizedTest
    @EnumSource(Guard.class)
    void withoutThisGuardTheSearchFindsAViolation(Guard guard) {
        int needed = search(guard);
        System.out.println(guard + " is missed in history " + needed);

        assertThat(needed).as("histories searched without " + guard).isPositive();
    }

    /** How many histories it took; −1 when none of them broke. */
    private static int search(Guard guard) {
        for (int number = 0; number < HISTORIES_MOST; number++) {
            RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(number);
            History.Shape shape =
                    new History.Shape(random.nextInt(1, 3), 8, 8, random.nextInt(2), 6);
            try {
                new History(random, shape, Set.of(guard)).run();
            } catch (AssertionError _) {
                return number + 1;
            }
        }
        return -1;
    }
}
