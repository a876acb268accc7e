package dev.plat.domains.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plat.domains.schedule.budget.Allowance;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CapacityOutlookTest {

    private static final Allowance ACCOUNT = new Allowance(300, Duration.ofSeconds(36));
    private static final Instant NOW = Instant.parse("2026-12-01T00:00:00Z");
    private static final Instant IN_2028 = Instant.parse("2028-02-16T00:00:00Z");
    private static final List<CapacityOutlook.Step> PLAN =
            List.of(
                    new CapacityOutlook.Step(Instant.EPOCH, Duration.ofDays(90)),
                    new CapacityOutlook.Step(
                            Instant.parse("2027-02-10T00:00:00Z"), Duration.ofDays(64)),
                    new CapacityOutlook.Step(IN_2028, Duration.ofDays(45)));

    @Test
    void aHundredThousandNamesAreTooManyFromFortyFiveDaysOnAndThatIsKnownYearsBefore() {
        assertThat(CapacityOutlook.of(100_000, 0, PLAN, ACCOUNT, NOW))
                .hasValueSatisfying(shortfall -> {
                    assertThat(shortfall.from()).isEqualTo(IN_2028);
                    assertThat(shortfall.neededPerDay()).isCloseTo(3333, within(1.0));
                    assertThat(shortfall.allowedPerDay()).isEqualTo(2400);
                    assertThat(shortfall.renewedWithLeft().toHours()).isEqualTo(80);
                    assertThat(shortfall.sentence())
                            .contains("2028-02-16", "3333 orders a day", "3.3 days left");
                });
    }

    @Test
    void whatIsTooMuchTodayIsSaidOfToday() {
        assertThat(CapacityOutlook.of(200_000, 0, PLAN, ACCOUNT, NOW))
                .hasValueSatisfying(shortfall -> {
                    assertThat(shortfall.from()).isEqualTo(NOW);
                    assertThat(shortfall.life()).isEqualTo(Duration.ofDays(90));
                });
    }

    @Test
    void fewNamesAreNoReasonForWorryAndPassedStepsAreForgotten() {
        assertThat(CapacityOutlook.of(50_000, 100, PLAN, ACCOUNT, NOW)).isEmpty();
        Allowance domain = new Allowance(50, Duration.ofMinutes(202));
        assertThat(CapacityOutlook.of(213, 0, PLAN, domain, NOW)).isEmpty();
        assertThat(CapacityOutlook.of(215, 0, PLAN, domain, NOW)).isPresent();
        assertThat(CapacityOutlook.of(100_000, 0, PLAN, ACCOUNT, IN_2028.plusSeconds(1)))
                .hasValueSatisfying(shortfall -> assertThat(shortfall.life()).hasDays(45));
    }
}
