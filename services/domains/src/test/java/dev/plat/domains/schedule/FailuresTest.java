package dev.plat.domains.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The table of failure classes, row by row. */
class FailuresTest {

    private static final Instant NOW = Instant.parse("2028-03-01T00:00:00Z");
    private static final Life FRESH = new Life(NOW, NOW.plus(Duration.ofDays(45)));

    @ParameterizedTest
    @EnumSource(names = {"DNS", "CAA", "CONNECT", "ANSWER"})
    void aFailedValidationClimbsTheLadderAndTheTwentiethParks(FailureClass failureClass) {
        List<Duration> waits = new ArrayList<>();
        Tries tries = Tries.NONE;
        for (int i = 0; i < 19; i++) {
            tries = tries.after(Failure.of(failureClass, ""), FRESH, 0, NOW);
            waits.add(wait(tries));
        }

        assertThat(waits.subList(0, 6))
                .containsExactly(
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(30),
                        Duration.ofHours(2),
                        Duration.ofHours(8),
                        Duration.ofDays(1),
                        Duration.ofDays(1));
        assertThat(tries.state()).isEqualTo(Tries.State.RUNNING);
        Tries parked = tries.after(Failure.of(failureClass, ""), FRESH, 0, NOW);
        assertThat(parked.state()).isEqualTo(Tries.State.PARKED);
        Tries again = parked.resumed();
        assertThat(again.state()).isEqualTo(Tries.State.RUNNING);
        assertThat(again.after(Failure.of(failureClass, ""), FRESH, 0, NOW).state())
                .isEqualTo(Tries.State.PARKED);
    }

    @Test
    void withLittleLifeLeftNoTryWaitsLongerThanHalfOfIt() {
        Life nearlyOver = new Life(NOW.minus(Duration.ofDays(44)), NOW.plus(Duration.ofHours(12)));
        Tries tries = Tries.NONE;
        for (int i = 0; i < 6; i++) {
            tries = tries.after(Failure.of(FailureClass.DNS, ""), nearlyOver, 0, NOW);
        }

        assertThat(wait(tries)).isEqualTo(Duration.ofHours(6));
        Instant late = NOW.plus(Duration.ofHours(12)).minusSeconds(60);
        assertThat(tries.after(Failure.of(FailureClass.DNS, ""), nearlyOver, 0, late).notBefore())
                .isEqualTo(late.plus(Duration.ofMinutes(5)));
    }

    @Test
    void aRateLimitWaitsAsToldAndALittleMoreByLot() {
        Failure told = Failure.rate(Optional.of(Duration.ofHours(10)), null, "");

        assertThat(wait(after(told, 0))).isEqualTo(Duration.ofHours(10));
        assertThat(wait(after(told, 0.5)))
                .isEqualTo(Duration.ofHours(10).plus(Duration.ofMinutes(30)));
    }

    @Test
    void aRateLimitWithoutATimePauses() {
        Tries tries = after(Failure.rate(Optional.empty(), null, "paused; visit …"), 0);

        assertThat(tries.state()).isEqualTo(Tries.State.PAUSED);
    }

    @Test
    void aServersFailureWaitsTenSecondsDoublingToAnHourAndNeverParks() {
        List<Long> seconds = new ArrayList<>();
        Tries tries = Tries.NONE;
        for (int i = 0; i < 40; i++) {
            tries = tries.after(Failure.of(FailureClass.SERVER, ""), FRESH, 0, NOW);
            seconds.add(wait(tries).toSeconds());
        }

        assertThat(seconds.subList(0, 11))
                .containsExactly(10L, 20L, 40L, 80L, 160L, 320L, 640L, 1280L, 2560L, 3600L, 3600L);
        assertThat(seconds).last().isEqualTo(3600L);
        assertThat(tries.state()).isEqualTo(Tries.State.RUNNING);
        assertThat(tries.validationFailures()).isZero();
    }

    @Test
    void policyParksAndOurMistakeStops() {
        assertThat(after(Failure.of(FailureClass.POLICY, ""), 0).state())
                .isEqualTo(Tries.State.PARKED);
        assertThat(after(Failure.of(FailureClass.OURS, ""), 0).state())
                .isEqualTo(Tries.State.STOPPED);
    }

    @ParameterizedTest
    @CsvSource({
        "120,120",
        "' 0 ',0",
        "99999999999999999999,604800",
        "'Wed, 01 Mar 2028 00:10:00 GMT',600",
        "'Tue, 29 Feb 2028 00:00:00 GMT',0",
        "'soon',",
        "'-5',",
        "'1.5',",
        "'',"
    })
    void retryAfterIsSecondsOrADate(String header, @Nullable Long seconds) {
        assertThat(RetryAfter.parse(header, NOW).map(Duration::toSeconds))
                .isEqualTo(Optional.ofNullable(seconds));
    }

    @Test
    void fiveFailuresInARowOpenTheCircuitAndOneAnswerClosesIt() {
        Circuit circuit = Circuit.CLOSED;
        for (int i = 0; i < 4; i++) {
            circuit = circuit.failed(NOW);
        }
        assertThat(circuit.open()).isFalse();
        assertThat(circuit.answered().failed(NOW).open()).isFalse();

        Circuit open = circuit.failed(NOW);

        assertThat(open.open()).isTrue();
        assertThat(open.probeDue(NOW.plusSeconds(59))).isFalse();
        assertThat(open.probeDue(NOW.plusSeconds(60))).isTrue();
        Circuit probing = open.probing(NOW.plusSeconds(60));
        assertThat(probing.probeDue(NOW.plusSeconds(61))).isFalse();
        assertThat(
                        probing.failed(NOW.plusSeconds(62))
                                .openLongerThan(Duration.ofSeconds(61), NOW.plusSeconds(62)))
                .isTrue();
        assertThat(probing.answered()).isEqualTo(Circuit.CLOSED);
    }

    private static Tries after(Failure failure, double lot) {
        return Tries.NONE.after(failure, FRESH, lot, NOW);
    }

    /** Nobody may be there to tell us that it is mended. */
    @Test
    void whatStandsStillIsTriedOnceMoreAfterADay() {
        for (FailureClass failure :
                List.of(FailureClass.POLICY, FailureClass.OURS, FailureClass.RATE)) {
            Tries tries = Tries.NONE.after(Failure.of(failure, ""), null, 0, NOW);

            assertThat(wait(tries)).as(failure.text()).isEqualTo(Duration.ofDays(1));
            assertThat(tries.stoodLong(NOW.plus(Duration.ofHours(23)))).isFalse();
            assertThat(tries.stoodLong(NOW.plus(Duration.ofDays(1)))).isTrue();
        }
    }

    private static Duration wait(Tries tries) {
        return Duration.between(NOW, Optional.ofNullable(tries.notBefore()).orElseThrow());
    }
}
