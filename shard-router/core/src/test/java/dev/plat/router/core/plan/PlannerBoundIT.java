package dev.plat.router.core.plan;

import dev.plat.router.testkit.Seed;
import dev.plat.router.testkit.SeededTest;
import org.junit.jupiter.api.AfterEach;

/** A thousand random clusters: the planner never moves more than 1.02 times the least possible. */
class PlannerBoundIT {

    private final PlannerBound bound = new PlannerBound();

    @AfterEach
    void report() {
        bound.report();
    }

    @SeededTest(cases = 1000)
    void neverMoreThanTheLeastPossibleAndUnderASecondUpToAThousandShards(Seed seed) {
        bound.check(seed);
    }
}
