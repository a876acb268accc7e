package dev.plat.router.core.plan;

import dev.plat.router.testkit.Seed;
import dev.plat.router.testkit.SeededTest;
import org.junit.jupiter.api.AfterEach;

/** A sample in the fast tests; the thousand stand in {@link PlannerBoundIT}. */
class PlannerBoundTest {

    private final PlannerBound bound = new PlannerBound();

    @AfterEach
    void report() {
        bound.report();
    }

    @SeededTest(cases = 100)
    void neverMoreThanTheLeastPossibleAndUnderASecondUpToAThousandShards(Seed seed) {
        bound.check(seed);
    }
}
