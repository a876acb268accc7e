package dev.plat.router.controller;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TroublesTest {

    private static final UUID MOVE = new UUID(0, 1);

    private long now;
    private final Troubles<UUID> troubles = new Troubles<>(() -> now);

    @Test
    void eachFailureInARowRestsForLonger() {
        assertThat(troubles.rests(MOVE)).isFalse();

        assertThat(troubles.add(MOVE, "away")).isEqualTo(Duration.ofMillis(250));
        assertThat(troubles.rests(MOVE)).isTrue();
        now += Duration.ofMillis(250).toNanos();
        assertThat(troubles.rests(MOVE)).isFalse();

        assertThat(troubles.add(MOVE, "away again")).isEqualTo(Duration.ofMillis(500));
        assertThat(troubles.texts()).containsEntry(MOVE, "away again");
    }

    /** Hours lie between the outages of a long move: the last may have left a bucket unowned. */
    @Test
    void aFailureAfterALongRunIsAFirstOne() {
        for (int i = 0; i < 20; i++) {
            troubles.add(MOVE, "away");
        }
        assertThat(troubles.add(MOVE, "away")).isEqualTo(Duration.ofSeconds(30));
        long began = now;

        now += Duration.ofSeconds(59).toNanos();
        troubles.ranSince(MOVE, began);
        assertThat(troubles.add(MOVE, "away")).isEqualTo(Duration.ofSeconds(30));
        now += Duration.ofSeconds(2).toNanos();
        troubles.ranSince(MOVE, began);

        assertThat(troubles.add(MOVE, "away")).isEqualTo(Duration.ofMillis(250));
    }
}
