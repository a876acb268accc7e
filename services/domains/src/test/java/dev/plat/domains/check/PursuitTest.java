package dev.plat.domains.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.router.testkit.Seed;
import dev.plat.router.testkit.SeededTest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Over virtual time: each check takes no time unless a test says so. */
class PursuitTest {

    private static final Instant START = Instant.parse("2026-03-28T23:00:00Z");

    @Test
    void tenChecksComeInTheFirstTwentyMinutes() {
        List<Instant> checks = checks(Duration.ofMinutes(20));

        assertThat(checks).hasSize(10).first().isEqualTo(START);
        assertThat(gaps(checks)).containsOnly(Duration.ofMinutes(2));
    }

    @Test
    void eightyChecksComeInSevenDays() {
        List<Instant> checks = checks(Duration.ofDays(7).plusNanos(1));

        assertThat(checks).hasSize(80).last().isEqualTo(START.plus(Duration.ofDays(7)));
    }

    @Test
    void waitsGrowByFifteenPercentUpToFourHours() {
        List<Duration> gaps = gaps(checks(Duration.ofDays(7)));

        for (int i = 10; i < gaps.size(); i++) {
            assertThat(gaps.get(i)).isLessThanOrEqualTo(Duration.ofHours(4));
            assertThat((double) gaps.get(i).toMillis())
                    .isLessThanOrEqualTo(gaps.get(i - 1).toMillis() * 1.15 + 2);
        }
        assertThat(gaps.subList(46, gaps.size())).containsOnly(Duration.ofHours(4));
    }

    @Test
    void afterSevenDaysANameIsParkedAndStillLookedAtForEver() {
        List<Instant> checks = checks(Duration.ofDays(7 + 30 + 700));
        Instant parking = START.plus(Duration.ofDays(7));

        List<Instant> parked = checks.stream().filter(at -> !at.isBefore(parking)).toList();

        assertThat(parked).first().isEqualTo(parking);
        assertThat(gaps(parked.subList(0, 31))).containsOnly(Duration.ofDays(1));
        assertThat(gaps(parked.subList(30, parked.size()))).containsOnly(Duration.ofDays(7));
        assertThat(parked).hasSize(31 + 99);
    }

    @Test
    void parkingIsToldByTimeAlone() {
        Pursuit pursuit = Pursuit.begin(START);

        assertThat(pursuit.parked(START.plus(Duration.ofDays(7)).minusNanos(1))).isFalse();
        assertThat(pursuit.parked(START.plus(Duration.ofDays(7)))).isTrue();
    }

    @Test
    void aNewPursuitIsQuickAgain() {
        Instant broken = START.plus(Duration.ofDays(100));
        Pursuit again = Pursuit.begin(broken).checked();

        assertThat(again.next(broken)).isEqualTo(broken.plus(Duration.ofMinutes(2)));
        assertThat(again.parked(broken)).isFalse();
    }

    /** Checks may come late, as after an outage: never in the past, never further than a week. */
    @SeededTest(cases = 200)
    void howeverLateChecksComeTheNextIsAheadAndNeverFurtherThanAWeek(Seed seed) {
        Pursuit pursuit = Pursuit.begin(START);
        Instant now = START;
        for (int i = seed.between(1, 300); i > 0; i--) {
            now = now.plus(Duration.ofSeconds(seed.length(200_000)));
            pursuit = pursuit.checked();

            assertThat(pursuit.next(now)).isAfter(now).isBeforeOrEqualTo(now.plusSeconds(604_800));
        }
    }

    @Test
    void checkNowCountsOnceInTenSeconds() {
        assertThat(Pursuit.putOff(START, START.plusSeconds(3))).isEqualTo(Duration.ofSeconds(7));
        assertThat(Pursuit.putOff(START, START.plusSeconds(10))).isZero();
        assertThat(Pursuit.putOff(START, START.plusSeconds(99))).isZero();
    }

    @Test
    void anOpenPageLooksEveryFiveSecondsAndNeverLaterThanTheSchedule() {
        Instant scheduled = START.plus(Duration.ofHours(4));

        assertThat(Pursuit.nextWhileOpen(START, scheduled)).isEqualTo(START.plusSeconds(5));
        assertThat(Pursuit.nextWhileOpen(START, START.plusSeconds(1)))
                .isEqualTo(START.plusSeconds(1));
    }

    private static List<Instant> checks(Duration until) {
        List<Instant> checks = new ArrayList<>();
        Pursuit pursuit = Pursuit.begin(START);
        Instant at = pursuit.next(START);
        while (at.isBefore(START.plus(until))) {
            checks.add(at);
            pursuit = pursuit.checked();
            at = pursuit.next(at);
        }
        return checks;
    }

    private static List<Duration> gaps(List<Instant> instants) {
        List<Duration> gaps = new ArrayList<>();
        for (int i = 1; i < instants.size(); i++) {
            gaps.add(Duration.between(instants.get(i - 1), instants.get(i)));
        }
        return gaps;
    }
}
