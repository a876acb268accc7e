package dev.plat.router.core.move;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PausesTest {

    @Test
    void aQuantileIsThePauseThatSoManyDoNotExceed() {
        Pauses pauses = new Pauses();
        assertThat(pauses.quantile(0.99)).isZero();

        for (int millis = 100; millis >= 1; millis--) {
            pauses.add(millis * 1_000_000L);
        }

        assertThat(pauses.quantile(0.5)).isEqualTo(50_000);
        assertThat(pauses.quantile(0.99)).isEqualTo(99_000);
        assertThat(pauses.quantile(1)).isEqualTo(100_000);
    }
}
