package dev.plat.payments.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.plat.router.testkit.Seed;
import dev.plat.router.testkit.SeededTest;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AllocationTest {

    @Test
    void whatIsLeftGoesToThoseThatLostMostAndAmongEqualsToTheEarlier() {
        assertThat(parts(100, 1, 1, 1)).containsExactly(34L, 33L, 33L);
        assertThat(parts(-100, 1, 1, 1)).containsExactly(-34L, -33L, -33L);
        assertThat(parts(5, 3, 3, 4)).containsExactly(2L, 1L, 2L);
        assertThat(parts(1, 1, 2, 1)).containsExactly(0L, 1L, 0L);
        assertThat(parts(10, 0, 1, 0)).containsExactly(0L, 10L, 0L);
        assertThat(parts(0, 0, 0)).containsExactly(0L, 0L);
    }

    @Test
    void anAmountIsNotSharedOutByNothing() {
        assertThatIllegalArgumentException().isThrownBy(() -> parts(1, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> parts(1));
        assertThatIllegalArgumentException().isThrownBy(() -> parts(1, 2, -1));
    }

    @Test
    void productsBeyondSixtyFourBitsAreExact() {
        assertThat(parts(Long.MAX_VALUE, 1L << 60, 1L << 60, 1L << 60))
                .containsExactly(Long.MAX_VALUE / 3 + 1, Long.MAX_VALUE / 3, Long.MAX_VALUE / 3);
    }

    /** The sum, the sign, and less than a unit away from the exact share: all that can be asked. */
    @SeededTest(cases = 20_000)
    void thePartsSumToTheWhole(Seed seed) {
        long total = draw(seed) * (seed.chance(0.3) ? -1 : 1);
        List<Long> weights = new ArrayList<>(List.of(1 + draw(seed)));
        weights.addAll(seed.list(30, () -> seed.chance(0.2) ? 0L : draw(seed)));
        BigInteger sum = BigInteger.valueOf(weights.stream().mapToLong(w -> w).sum());

        List<Long> parts =
                Allocation.byWeight(Money.of(total, "EUR"), weights).stream()
                        .map(Money::minor)
                        .toList();

        assertThat(parts.stream().mapToLong(part -> part).sum()).isEqualTo(total);
        for (int i = 0; i < parts.size(); i++) {
            BigInteger off =
                    BigInteger.valueOf(total)
                            .multiply(BigInteger.valueOf(weights.get(i)))
                            .subtract(BigInteger.valueOf(parts.get(i)).multiply(sum));
            assertThat(off.abs()).isLessThan(sum);
            assertThat(parts.get(i) * Long.signum(total)).isNotNegative();
        }
    }

    private static long draw(Seed seed) {
        return seed.random().nextLong(1L << seed.between(1, 52));
    }

    private static List<Long> parts(long total, long... weights) {
        List<Long> list = new ArrayList<>();
        for (long weight : weights) {
            list.add(weight);
        }
        return Allocation.byWeight(Money.of(total, "EUR"), list).stream()
                .map(Money::minor)
                .toList();
    }
}
