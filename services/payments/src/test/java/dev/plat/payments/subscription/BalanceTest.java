package dev.plat.payments.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.payments.money.Money;
import dev.plat.router.testkit.Seed;
import dev.plat.router.testkit.SeededTest;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nothing is charged that cannot be, and nothing is forgotten. */
class BalanceTest {

    private static Money eur(long minor) {
        return Money.of(minor, "EUR");
    }

    @ParameterizedTest
    @CsvSource({
        // credit, carried, billed; due, credit and carried after
        "0, 0, 1999, 1999, 0, 0",
        "0, 0, 49, 0, 0, 49",
        "0, 0, 50, 50, 0, 0",
        "0, 49, 1, 50, 0, 0",
        "0, 30, 30, 60, 0, 0",
        "0, 30, 0, 0, 0, 30",
        "1980, 0, 1999, 0, 0, 19",
        "2500, 0, 1999, 0, 501, 0",
        "0, 30, -100, 0, 70, 0",
        "0, 30, -10, 0, 0, 20",
        "10, 30, 20, 0, 0, 40"
    })
    void whatIsTooLittleWaitsForMore(
            long credit, long carried, long open, long due, long creditAfter, long carriedAfter) {
        Balance.Settled settled = new Balance(eur(credit), eur(carried)).settle(eur(open), eur(50));

        assertThat(settled)
                .isEqualTo(
                        new Balance.Settled(
                                eur(due), new Balance(eur(creditAfter), eur(carriedAfter))));
    }

    /** Over any bills: what was billed is what was charged and what is still with the account. */
    @SeededTest(cases = 500)
    void overManyBillsNothingIsLost(Seed seed) {
        RandomGenerator random = seed.random();
        Balance balance = Balance.none(eur(0).currency());
        long billed = 0;
        long charged = 0;
        for (int bill = 0; bill < 40; bill++) {
            long open = random.nextInt(4) == 0 ? random.nextInt(-300, 3000) : random.nextInt(70);
            Balance.Settled settled = balance.settle(eur(open), eur(50));
            billed += open;
            charged += settled.due().minor();
            balance = settled.after();
            assertThat(settled.due().minor()).matches(due -> due == 0 || due >= 50);
            assertThat(balance.carried().minor()).isBetween(0L, 49L);
        }
        assertThat(charged)
                .isEqualTo(billed + balance.credit().minor() - balance.carried().minor());
    }
}
