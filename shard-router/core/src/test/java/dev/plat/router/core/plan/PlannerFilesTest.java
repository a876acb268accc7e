package dev.plat.router.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.router.core.BucketMap;
import dev.plat.router.core.Node;
import dev.plat.router.testkit.Seed;
import dev.plat.router.testkit.SeededTest;
import dev.plat.schemas.Tier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Three copies of each bucket: zones come first, and one copy changes at a time. */
class PlannerFilesTest {

    private static final Logger LOG = LoggerFactory.getLogger(PlannerFilesTest.class);

    private final List<Double> ratios = new ArrayList<>();
    private int outside;
    private int nodes;

    /**
     * Zones may force more moves than the bound knows of, and may leave a node full whose copies no
     * other zone may take, so it is only said how often.
     */
    @AfterEach
    void report() {
        if (!ratios.isEmpty()) {
            LOG.info(
                    "{} file tiers: {} of {} nodes beyond ±5 %, moved / bound {}",
                    ratios.size(),
                    outside,
                    nodes,
                    ratios.stream().mapToDouble(ratio -> ratio).summaryStatistics());
        }
    }

    @SeededTest(cases = 60)
    void aChangeOfAWellPlacedTierKeepsZonesAtEveryStep(Seed seed) {
        PlanInput start = new RandomCluster(seed, Tier.BUILDING_FILES).counted(60);
        BucketMap placed = Applied.after(start.map(), Planner.plan(start));
        List<PlanInput.Member> changed =
                start.members().stream()
                        .map(member -> seed.chance(0.2) ? reweighed(seed, member) : member)
                        .toList();
        PlanInput input = new PlanInput(changed, placed, Map.of(), Set.of(), Map.of(), start.aim());
        double least = least(input);

        Plan plan = Planner.plan(input);

        assertThat(Applied.wrongWith(input, plan)).isEmpty();
        outside += (int) plan.after().stream().filter(load -> !balanced(load)).count();
        nodes += plan.after().size();
        ratios.add(least == 0 ? 1 + plan.bucketsMoved() : plan.bucketsMoved() / least);
    }

    /** Within ±5 %, or nearer than one bucket. */
    private static boolean balanced(Plan.Load load) {
        double share = load.buckets() / load.relative();
        return Math.abs(load.relative() - 1) <= 0.05 || Math.abs(load.buckets() - share) < 1;
    }

    @Test
    void threeServersBecomeFourByMovingAQuarterOfTheCopies() {
        PlanInput input = RandomCluster.equal(Tier.BUILDING_FILES, 3, 1);

        Plan plan = Planner.plan(input);

        assertThat(plan.bucketsMoved()).isEqualTo(3072);
        assertThat(plan.batches()).allMatch(batch -> batch.target().equals("n-0003"));
        assertThat(plan.after()).allMatch(load -> load.buckets() == 3072);
    }

    @Test
    void aServerAmongFourIsDrainedIntoTheThreeOthers() {
        PlanInput input =
                RandomCluster.equal(Tier.BUILDING_FILES, 4, 0)
                        .withState("n-0001", Node.State.DRAINING);

        Plan plan = Planner.plan(input);

        assertThat(plan.bucketsMoved()).isEqualTo(3072);
        assertThat(Applied.after(input.map(), plan).statements().values())
                .allMatch(owner ->
                        new HashSet<>(owner.nodes()).equals(Set.of("n-0000", "n-0002", "n-0003")));
    }

    private static PlanInput.Member reweighed(Seed seed, PlanInput.Member member) {
        Node node = member.node();
        Node other =
                new Node(
                        node.tier(),
                        node.name(),
                        node.zone(),
                        seed.between(50, 200),
                        node.state(),
                        node.address());
        return new PlanInput.Member(other, 0, 0);
    }

    /** What lies above the goals must leave, what is missing must come; whatever the zones say. */
    private static double least(PlanInput input) {
        Placement placement = new Placement(input, Guard.all());
        Levels levels = new Levels(placement);
        double surplus = 0;
        double deficit = 0;
        for (int node = 0; node < placement.nodes(); node++) {
            if (!placement.open(node)) {
                surplus += placement.held(node).cardinality();
            } else if (levels.over(node)) {
                surplus += levels.outside(node) * 3 * 4096;
            } else {
                deficit += levels.outside(node) * 3 * 4096;
            }
        }
        return Math.rint(Math.max(surplus, deficit));
    }
}
