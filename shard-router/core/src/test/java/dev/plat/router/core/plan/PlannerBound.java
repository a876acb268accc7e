package dev.plat.router.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.router.core.BucketMap;
import dev.plat.router.testkit.Seed;
import dev.plat.schemas.Tier;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Holds plans of random clusters of up to a thousand shards against what is least possible. */
final class PlannerBound {

    private static final Logger LOG = LoggerFactory.getLogger(PlannerBound.class);
    private static final double MOST = 1.02;
    private static final int MILLIS_MOST = 1000;

    private final List<Double> millis = new ArrayList<>();
    private final List<Double> cpuMillis = new ArrayList<>();
    private final double[] worst = new double[3];

    void check(Seed seed) {
        PlanInput input = new RandomCluster(seed, Tier.BUILDING).counted(1000);
        LeastMoves least = LeastMoves.of(input);

        long start = System.nanoTime();
        long startCpu = cpuNanos();
        Plan plan = Planner.plan(input);
        millis.add((System.nanoTime() - start) / 1e6);
        cpuMillis.add((cpuNanos() - startCpu) / 1e6);
        Plan edge = Planner.plan(input.withAim(PlanInput.Aim.EDGE));

        assertThat(Applied.wrongWith(input, plan)).isEmpty();
        assertThat(plan.bucketsMoved()).isBetween(least.goal(), (int) (MOST * least.goal()));
        assertThat(plan.bucketsMoved()).isLessThanOrEqualTo((int) (MOST * least.even()));
        assertThat(edge.bucketsMoved()).isBetween(least.edge(), (int) (MOST * least.edge()));
        for (Plan each : List.of(plan, edge)) {
            BucketMap after = Applied.after(input.map(), each);
            assertThat(LeastMoves.outOfBalance(input, after)).isEmpty();
        }
        // Of this thread alone: what else runs on the machine is not the planner's doing.
        assertThat(cpuMillis.getLast()).isLessThan(MILLIS_MOST);
        worst[0] = Math.max(worst[0], ratio(plan.bucketsMoved(), least.goal()));
        worst[1] = Math.max(worst[1], ratio(plan.bucketsMoved(), least.even()));
        worst[2] = Math.max(worst[2], ratio(edge.bucketsMoved(), least.edge()));
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static double ratio(int moved, int least) {
        return least == 0 ? 1 + moved : (double) moved / least;
    }

    /** So that the numbers of a run can be quoted. */
    void report() {
        LOG.info(
                "{} clusters: moved / least at most {} (own goal), {} (even), {} (edge);"
                        + " planned in p50 {} ms, max {} ms; of CPU p50 {} ms, max {} ms",
                millis.size(),
                worst[0],
                worst[1],
                worst[2],
                median(millis),
                Collections.max(millis),
                median(cpuMillis),
                Collections.max(cpuMillis));
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
