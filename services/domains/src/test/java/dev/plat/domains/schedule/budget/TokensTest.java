package dev.plat.domains.schedule.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.schemas.PlatException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TokensTest {

    private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");
    private static final Allowance FIVE = new Allowance(5, Duration.ofMinutes(12));

    @Test
    void aFullBucketGivesItsCapacityAndNotOneMore() {
        Tokens empty = Tokens.FULL.take(FIVE, 5, NOW).orElseThrow();

        assertThat(Tokens.FULL.take(FIVE, 6, NOW)).isEmpty();
        assertThat(empty.take(FIVE, 1, NOW)).isEmpty();
        assertThat(empty.free(FIVE, NOW)).isZero();
        assertThat(empty.nextAt(FIVE)).isEqualTo(NOW.plus(Duration.ofMinutes(12)));
    }

    @Test
    void aTokenComesBackWithEachRefill() {
        Tokens empty = Tokens.FULL.take(FIVE, 5, NOW).orElseThrow();
        Instant later = NOW.plus(Duration.ofMinutes(25));

        assertThat(empty.free(FIVE, later)).isEqualTo(2);
        assertThat(empty.take(FIVE, 2, later)).isPresent();
        assertThat(empty.take(FIVE, 3, later)).isEmpty();
    }

    @Test
    void whatIsSpentUnaskedLeavesItEmptyAtWorst() {
        Tokens one = Tokens.FULL.spend(FIVE, NOW);
        Tokens many = one;
        for (int i = 0; i < 7; i++) {
            many = many.spend(FIVE, NOW);
        }

        assertThat(one).isEqualTo(Tokens.FULL.take(FIVE, 1, NOW).orElseThrow());
        assertThat(many).isEqualTo(Tokens.FULL.take(FIVE, 5, NOW).orElseThrow());
        Instant until = NOW.plus(Duration.ofHours(3));
        Tokens told = Tokens.FULL.emptyUntil(FIVE, until);
        assertThat(told.spend(FIVE, NOW)).as("what the CA told stays").isEqualTo(told);
    }

    @Test
    void whatTheCaCallsEmptyIsEmptyUntilThen() {
        Instant until = NOW.plus(Duration.ofHours(3));

        Tokens row = Tokens.FULL.emptyUntil(FIVE, until);

        assertThat(row.free(FIVE, until.minusSeconds(1))).isZero();
        assertThat(row.free(FIVE, until)).isEqualTo(1);
    }

    @Test
    void aLeaseIsOverWhenItsTokensOrItsTimeAre() {
        Lease lease = Lease.taken(2, NOW);

        assertThat(lease.spend(NOW.plusSeconds(59)).flatMap(one -> one.spend(NOW.plusSeconds(59))))
                .hasValueSatisfying(none -> assertThat(none.spend(NOW.plusSeconds(59))).isEmpty());
        assertThat(lease.spend(NOW.plusSeconds(60))).isEmpty();
    }

    @Test
    void whatIsCountedLateMakesTheOwnBucketSmaller() {
        CaRules rules = CaRules.letsEncrypt();

        assertThat(rules.own(Budget.ACCOUNT).capacity()).isEqualTo(297);
        assertThat(rules.own(Budget.DOMAIN).capacity()).isEqualTo(49);
        assertThat(rules.own(Budget.SAME_SET).capacity()).isEqualTo(4);
        assertThat(rules.own(Budget.FAILURES).capacity()).isEqualTo(4);
        assertThat(rules.own(Budget.ACCOUNT).perDay()).isEqualTo(2400);
    }

    @Test
    void aDelayThatLeavesNothingIsRefused() {
        assertThatThrownBy(() -> FIVE.countedUpTo(Duration.ofHours(1)))
                .isInstanceOf(PlatException.class);
    }
}
