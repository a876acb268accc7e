package dev.plat.domains.registration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.router.testkit.Seed;
import dev.plat.router.testkit.SeededTest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RenewalPlanTest {

    private static final Instant PAID = Instant.parse("2028-02-29T12:00:00Z");

    @Test
    void anUnpaidNameIsDarkForEightDaysAndDeletedOnTheThirtieth() {
        List<RenewalPlan.Moment> plan = RenewalPlan.of(PAID);

        assertThat(plan)
                .contains(
                        new RenewalPlan.Moment(
                                PAID.plus(Duration.ofDays(22)), RenewalPlan.Act.DNS_OFF))
                .endsWith(
                        new RenewalPlan.Moment(
                                PAID.plus(Duration.ofDays(30)), RenewalPlan.Act.DELETE));
        assertThat(plan).filteredOn(moment -> moment.act() == RenewalPlan.Act.RENEW).hasSize(6);
        assertThat(plan)
                .filteredOn(moment -> moment.act() == RenewalPlan.Act.NOTICE)
                .extracting(RenewalPlan.Moment::at)
                .contains(PAID, PAID.plus(Duration.ofDays(3)), PAID.minus(Duration.ofDays(60)));
    }

    @Test
    void theStagesFollowOneAnother() {
        Instant deleted = PAID.plus(Duration.ofDays(30));

        assertThat(LifeStage.at(PAID.minusMillis(1), PAID, null)).isEqualTo(LifeStage.ACTIVE);
        assertThat(LifeStage.at(PAID, PAID, null)).isEqualTo(LifeStage.EXPIRED);
        assertThat(LifeStage.at(deleted, PAID, deleted)).isEqualTo(LifeStage.REDEMPTION);
        assertThat(LifeStage.at(deleted.plus(Duration.ofDays(30)), PAID, deleted))
                .isEqualTo(LifeStage.PENDING_DELETE);
        assertThat(LifeStage.at(deleted.plus(Duration.ofDays(35)), PAID, deleted))
                .isEqualTo(LifeStage.GONE);
    }

    /**
     * However seldom somebody looks: over twenty years each moment is due once, and each year once.
     */
    @SeededTest(cases = 50)
    void inTwentyYearsNothingIsDueTwiceOrNever(Seed seed) {
        Instant paid = PAID;
        Instant looked = PAID.minus(Duration.ofDays(200));
        Set<String> effects = new HashSet<>();
        for (int year = 0; year < 20; year++) {
            List<RenewalPlan.Moment> met = new ArrayList<>();
            while (looked.isBefore(paid.plus(Duration.ofDays(31)))) {
                Instant now = looked.plus(Duration.ofMinutes(seed.between(1, 60 * 24 * 9)));
                met.addAll(RenewalPlan.due(paid, looked, now));
                looked = now;
            }

            assertThat(met).isEqualTo(RenewalPlan.of(paid));
            assertThat(effects.add(RenewalPlan.effect("regn_x", paid))).isTrue();
            paid = paid.atOffset(ZoneOffset.UTC).plusYears(1).toInstant();
        }
    }
}
