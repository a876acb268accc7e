package dev.plat.router.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.router.core.BucketMap;
import dev.plat.router.core.Node;
import dev.plat.router.core.Ownership;
import dev.plat.router.testkit.Seed;
import dev.plat.router.testkit.SeededTest;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.PlatException;
import dev.plat.schemas.Tier;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Each guard of the planner has a failing twin: without it the same search that finds nothing wrong
 * with the planner finds a wrong plan. So the search sees what the guard prevents.
 */
class PlannerGuardsTest {

    private static final int CLUSTERS = 60;

    @SeededTest(cases = 1)
    void withAllGuardsNothingIsWrong(Seed seed) {
        assertThat(search(seed, Guard.all(), List.of(Guard.values()))).isEmpty();
    }

    @SeededTest(cases = 1)
    void withoutTheStateRuleALeavingNodeIsGivenBuckets(Seed seed) {
        assertThat(without(seed, Guard.ACTIVE_ONLY)).get().asString().contains("leaving node");
    }

    @SeededTest(cases = 1)
    void withoutTheDiskRuleADiskIsFilledTooFar(Seed seed) {
        assertThat(without(seed, Guard.DISK)).get().asString().contains("disk is too full");
    }

    @SeededTest(cases = 1)
    void withoutTheZoneRuleCopiesCrowdInAZone(Seed seed) {
        assertThat(without(seed, Guard.ZONES)).get().asString().contains("crowd in a zone");
    }

    @SeededTest(cases = 1)
    void withoutTheNodeRuleTwoCopiesLieOnOneNode(Seed seed) {
        assertThat(without(seed, Guard.APART)).get().asString().contains("two copies on one node");
    }

    @SeededTest(cases = 1)
    void withoutPinsASoakingBucketMoves(Seed seed) {
        assertThat(without(seed, Guard.PINS)).get().asString().contains("pinned bucket moves");
    }

    @SeededTest(cases = 1)
    void withoutTheRuleOfBeingAloneAnIsolatedBucketGetsNeighbours(Seed seed) {
        assertThat(without(seed, Guard.ALONE)).get().asString().contains("beside an isolated");
    }

    /**
     * One bucket must leave, one node needs one, and another has room, where it would weigh less.
     */
    @Test
    void withoutTheNeedyFirstABucketMovesThatNeedNot() {
        PlanInput input =
                cluster(
                                Map.of("a", 3118, "b", 974, "c", 3, "d", 1),
                                Map.of("a", 749, "b", 250, "c", 1, "d", 100))
                        .withState("d", Node.State.DRAINING);

        assertThat(wrong(input, Guard.all())).isEmpty();
        assertThat(wrong(input, allBut(Guard.NEEDY_FIRST))).contains("2 moves instead of 1");
    }

    /** All are within ±5 %, and none is exact. */
    @Test
    void withoutTheToleranceBucketsMoveThatNeedNot() {
        PlanInput input =
                cluster(
                        Map.of("a", 1050, "b", 1040, "c", 1000, "d", 1006),
                        Map.of("a", 1, "b", 1, "c", 1, "d", 1));

        assertThat(wrong(input, Guard.all())).isEmpty();
        assertThat(wrong(input, allBut(Guard.TOLERANCE))).contains("42 moves instead of 0");
    }

    private static PlanInput cluster(Map<String, Integer> held, Map<String, Integer> weights) {
        Map<Bucket, Ownership> owners = new HashMap<>();
        new TreeMap<>(held)
                .forEach((name, count) -> {
                    for (int i = 0; i < count; i++) {
                        owners.put(new Bucket(owners.size()), new Ownership(1, List.of(name)));
                    }
                });
        List<Node> nodes =
                weights.entrySet().stream()
                        .map(each ->
                                new Node(
                                        Tier.BUILDING,
                                        each.getKey(),
                                        "z",
                                        each.getValue(),
                                        Node.State.ACTIVE,
                                        "h:1/d"))
                        .toList();
        return PlanInput.of(nodes, BucketMap.of(Tier.BUILDING, owners));
    }

    private static Set<Guard> allBut(Guard guard) {
        return EnumSet.complementOf(EnumSet.of(guard));
    }

    private static Optional<String> without(Seed seed, Guard guard) {
        return search(seed, allBut(guard), List.of(guard));
    }

    /** The first thing wrong in some cluster of a kind that these guards are about. */
    private static Optional<String> search(Seed seed, Set<Guard> guards, List<Guard> about) {
        for (int i = 0; i < CLUSTERS; i++) {
            PlanInput input = cluster(seed, about.get(i % about.size()));
            Optional<String> wrong = wrong(input, guards);
            if (wrong.isPresent()) {
                return wrong;
            }
        }
        return Optional.empty();
    }

    private static PlanInput cluster(Seed seed, Guard about) {
        return switch (about) {
            case ACTIVE_ONLY, PINS, TOLERANCE, NEEDY_FIRST ->
                    new RandomCluster(seed, Tier.BUILDING).counted(60);
            case ZONES, APART -> new RandomCluster(seed, Tier.BUILDING_FILES).counted(12);
            case DISK -> new RandomCluster(seed, Tier.BUILDING).measured(8);
            case ALONE -> withOneAlone(seed);
        };
    }

    private static PlanInput withOneAlone(Seed seed) {
        RandomCluster clusters = new RandomCluster(seed, Tier.BUILDING);
        PlanInput input = clusters.counted(12).withSoaking(Set.of());
        List<String> active =
                input.members().stream()
                        .map(PlanInput.Member::node)
                        .filter(node -> node.state() == Node.State.ACTIVE)
                        .map(Node::name)
                        .toList();
        return input.withIsolated(clusters.bucket(), seed.pick(active));
    }

    private static Optional<String> wrong(PlanInput input, Set<Guard> guards) {
        Plan plan;
        try {
            plan = Planner.plan(input, guards);
        } catch (PlatException refused) {
            return Optional.empty();
        }
        List<String> wrong = Applied.wrongWith(input, plan);
        if (!wrong.isEmpty()) {
            return Optional.of(wrong.getFirst());
        }
        boolean bounded =
                input.map().tier() == Tier.BUILDING
                        && input.loads().isEmpty()
                        && input.isolated().isEmpty();
        if (!bounded) {
            return Optional.empty();
        }
        int least = LeastMoves.of(input).goal();
        return plan.bucketsMoved() > 1.02 * least
                ? Optional.of(plan.bucketsMoved() + " moves instead of " + least)
                : Optional.empty();
    }
}
