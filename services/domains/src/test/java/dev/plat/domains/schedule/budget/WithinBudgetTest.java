package dev.plat.domains.schedule.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.domains.schedule.budget.BudgetModel.Guard;
import dev.plat.router.testkit.Seed;
import dev.plat.router.testkit.SeededTest;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Never beyond a CA's limits, whoever does what when; and the search sees what each guard is for.
 */
class WithinBudgetTest {

    private static final int HISTORIES = 200;
    private static final int HISTORIES_MOST = 5_000;

    @SeededTest(cases = 1_000)
    void theCaNeverCountsMoreThanItAllows(Seed seed) {
        List<Instant> counted = new BudgetModel(seed.random(), EnumSet.allOf(Guard.class)).run();

        assertThat(BudgetModel.over(counted)).isEmpty();
    }

    /** Of one history nothing can be said: its only process may sleep through it. */
    @SeededTest(cases = 20)
    void mostOfWhatIsAllowedIsUsed(Seed seed) {
        int orders = 0;
        for (int i = 0; i < HISTORIES; i++) {
            orders += new BudgetModel(seed.random(), EnumSet.allOf(Guard.class)).run().size();
        }

        assertThat(orders).isGreaterThan(2 * HISTORIES * BudgetModel.PUBLISHED.capacity());
    }

    @ParameterizedTest
    @EnumSource(Guard.class)
    void withoutThisGuardTheSearchFindsAnOverrun(Guard guard) {
        Set<Guard> guards = EnumSet.complementOf(EnumSet.of(guard));
        int found = 0;
        for (int number = 1; number <= HISTORIES_MOST && found == 0; number++) {
            BudgetModel model =
                    new BudgetModel(
                            RandomGeneratorFactory.of("L64X128MixRandom").create(number), guards);
            found = BudgetModel.over(model.run()).isPresent() ? number : 0;
        }
        System.out.println(guard + " is missed in history " + found);

        assertThat(found).as("histories searched without " + guard).isPositive();
    }
}
