package dev.plat.payments.outgoing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.router.testkit.Seed;
import dev.plat.router.testkit.SeededTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ScheduleTest {

    private static final Duration NO = Duration.ZERO;

    /** 1 + 10 + 50 + 300 + 3960 minutes, each a tenth longer at most. */
    @SeededTest(cases = 50)
    void itGrowsAndEndsAfterThreeDays(Seed seed) {
        Schedule schedule = new Schedule(seed.random());
        Duration all = Duration.ZERO;
        for (int tries = 1; tries <= 24; tries++) {
            all = all.plus(schedule.pause(tries, NO).orElseThrow());
        }

        assertThat(all).isBetween(Duration.ofMinutes(4_321), Duration.ofMinutes(4_754));
        assertThat(schedule.pause(1, NO).orElseThrow())
                .isBetween(Duration.ofSeconds(60), Duration.ofSeconds(66));
        assertThat(schedule.pause(24, NO).orElseThrow())
                .isBetween(Duration.ofHours(6), Duration.ofMinutes(396));
        assertThat(schedule.pause(25, NO)).isEmpty();
    }

    @SeededTest(cases = 50)
    void whoAsksToBeLeftAloneIsSixHoursAtMost(Seed seed) {
        Schedule schedule = new Schedule(seed.random());

        assertThat(schedule.pause(1, Duration.ofMinutes(30)).orElseThrow())
                .isBetween(Duration.ofMinutes(30), Duration.ofMinutes(33));
        assertThat(schedule.pause(1, Duration.ofDays(9)).orElseThrow())
                .isBetween(Duration.ofHours(6), Duration.ofMinutes(396));
        assertThat(schedule.pause(24, Duration.ofSeconds(1)).orElseThrow())
                .isGreaterThanOrEqualTo(Duration.ofHours(6));
    }

    @Test
    void typesAreWrittenAsTheSpecificationAdvises() {
        for (EventType type : EventType.values()) {
            assertThat(type.text()).matches("[a-z_]+\\.[a-z_]+");
            assertThat(EventType.of(type.text())).contains(type);
        }
        assertThat(EventType.CREDIT_NOTE_CREATED.text()).isEqualTo("credit_note.created");
        assertThat(EventType.SUBSCRIPTION_PAST_DUE.text()).isEqualTo("subscription.past_due");
    }
}
