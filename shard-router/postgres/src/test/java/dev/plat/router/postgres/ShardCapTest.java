package dev.plat.router.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ShardCapTest {

    private static final long MILLI = Duration.ofMillis(1).toNanos();

    private final ShardCap cap = new ShardCap(40);

    @Test
    void itFallsByAQuarterAndNotBelowTwo() {
        cap.tooMuch(0);
        assertThat(cap.now()).isEqualTo(30);
        for (int i = 1; i < 50; i++) {
            cap.tooMuch(i * 200L * MILLI);
        }

        assertThat(cap.now()).isEqualTo(2);
    }

    @Test
    void callsThatFailTogetherAreOnePieceOfNews() {
        for (int i = 0; i < 30; i++) {
            cap.tooMuch(i * MILLI);
        }

        assertThat(cap.now()).isEqualTo(30);
    }

    @Test
    void itRisesByOneInEachRoundAndNotAboveItsMost() {
        cap.tooMuch(0);
        serve(30, 5 * MILLI);
        assertThat(cap.now()).isEqualTo(31);
        serve(5000, 5 * MILLI);

        assertThat(cap.now()).isEqualTo(40);
    }

    @Test
    void itDoesNotRiseWhileServiceTakesMuchLongerThanAtItsBest() {
        serve(100, 5 * MILLI);
        cap.tooMuch(0);
        serve(40, 60 * MILLI);

        int fallen = cap.now();
        serve(300, 60 * MILLI);
        assertThat(cap.now()).isEqualTo(fallen);
        serve(2000, 60 * MILLI);

        assertThat(cap.now()).as("what is usual changes in time").isGreaterThan(fallen);
    }

    private void serve(int calls, long nanos) {
        for (int i = 0; i < calls; i++) {
            cap.served(nanos);
        }
    }
}
