package dev.plat.domains.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class TurnsTest {

    private static final long SECOND = 1_000_000_000;

    private final Turns<String> turns = new Turns<>(20);

    @Test
    void aSecondsWorthGoesAtOnceAndThenOneEveryFiftyMillis() {
        for (int i = 0; i < 20; i++) {
            assertThat(turns.take("a", 0, SECOND)).hasValue(0);
        }

        assertThat(turns.take("a", 0, SECOND)).hasValue(SECOND / 20);
        assertThat(turns.take("a", 0, SECOND)).hasValue(SECOND / 10);
        assertThat(turns.take("b", 0, SECOND)).hasValue(0);
    }

    @Test
    void whoWouldWaitTooLongTakesNoTurn() {
        for (int i = 0; i < 40; i++) {
            turns.take("a", 0, SECOND);
        }

        assertThat(turns.take("a", 0, SECOND)).isEqualTo(OptionalLong.empty());
        assertThat(turns.take("a", SECOND / 20, SECOND)).hasValue(SECOND);
    }

    @Test
    void inAnySecondThereAreAtMostTwoSecondsWorth() {
        long now = 0;
        int taken = 0;
        while (now < 10 * SECOND) {
            OptionalLong wait = turns.take("a", now, 0);
            taken += wait.isPresent() ? 1 : 0;
            now += SECOND / 1_000;
        }

        assertThat(taken).isBetween(219, 221);
    }
}
