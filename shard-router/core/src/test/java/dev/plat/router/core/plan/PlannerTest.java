package dev.plat.router.core.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.router.core.BucketMap;
import dev.plat.router.core.Node;
import dev.plat.router.core.Ownership;
import dev.plat.router.testkit.Seed;
import dev.plat.router.testkit.SeededTest;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import dev.plat.schemas.Tier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class PlannerTest {

    @SeededTest(cases = 40)
    void everyConstraintHoldsAtEveryStepWhateverIsMeasured(Seed seed) {
        Tier tier = seed.pick(List.of(Tier.BUILDING, Tier.BUILDING_FILES));
        PlanInput input = new RandomCluster(seed, tier).measured(40);
        Plan plan;
        try {
            plan = Planner.plan(input);
        } catch (PlatException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.PRECONDITION_FAILED);
            return;
        }

        assertThat(Applied.wrongWith(input, plan)).isEmpty();
    }

    @SeededTest(cases = 60)
    void equalInputsGiveEqualPlansWhateverTheirOrder(Seed seed) {
        Tier tier = seed.pick(List.of(Tier.BUILDING, Tier.BUILDING_FILES));
        PlanInput input = new RandomCluster(seed, tier).counted(60);
        List<PlanInput.Member> members = new ArrayList<>(input.members());
        Collections.shuffle(members, new Random(seed.random().nextLong()));
        PlanInput shuffled =
                new PlanInput(
                        members,
                        input.map(),
                        input.loads(),
                        input.soaking(),
                        input.isolated(),
                        input.aim());

        assertThat(Planner.plan(shuffled)).isEqualTo(Planner.plan(input));
    }

    @SeededTest(cases = 60)
    void whatIsPlannedAndCarriedOutNeedsNoFurtherPlan(Seed seed) {
        PlanInput input = new RandomCluster(seed, Tier.BUILDING).counted(200);
        BucketMap after = Applied.after(input.map(), Planner.plan(input));

        PlanInput again =
                new PlanInput(
                        input.members(), after, Map.of(), input.soaking(), Map.of(), input.aim());

        assertThat(Planner.plan(again).batches()).isEmpty();
    }

    @Test
    void fourEqualShardsBecomeFiveByMovingAFifthAndNothingBetweenTheOldOnes() {
        PlanInput input = RandomCluster.equal(Tier.BUILDING, 4, 1);

        Plan plan = Planner.plan(input);

        assertThat(plan.bucketsMoved()).isBetween(818, 820);
        assertThat(plan.batches()).hasSize(4).allMatch(batch -> batch.target().equals("n-0004"));
        assertThat(plan.after())
                .allMatch(load -> load.buckets() == 819 || load.buckets() == 820)
                .allMatch(load -> Math.abs(load.relative() - 1) < 0.001);
        assertThat(Planner.plan(input.withAim(PlanInput.Aim.EDGE)).bucketsMoved())
                .isEqualTo(LeastMoves.of(input).edge());
    }

    @Test
    void aDrainedNodeIsEmptiedAndNothingElseMoves() {
        PlanInput input =
                RandomCluster.equal(Tier.BUILDING, 5, 0).withState("n-0002", Node.State.DRAINING);

        Plan plan = Planner.plan(input);

        assertThat(plan.batches()).allMatch(batch -> batch.source().equals("n-0002"));
        assertThat(plan.after().get(2).buckets()).isZero();
        assertThat(plan.after().get(2).relative()).isEqualTo(1);
        assertThat(plan.after()).filteredOn(load -> load.buckets() > 0).hasSize(4);
    }

    @Test
    void aBatchIsNeverLargerThanAMove() {
        PlanInput input = RandomCluster.equal(Tier.BUILDING, 1, 1);

        Plan plan = Planner.plan(input);

        assertThat(plan.batches())
                .extracting(batch -> batch.buckets().size())
                .containsExactly(1024, 1024);
        assertThat(plan.bucketsMoved()).isEqualTo(2048);
    }

    @Test
    void aDrainThatWouldLeaveTooFewIsRefused() {
        PlanInput shards =
                RandomCluster.equal(Tier.BUILDING, 1, 0).withState("n-0000", Node.State.DRAINING);
        PlanInput files =
                RandomCluster.equal(Tier.BUILDING_FILES, 3, 0)
                        .withState("n-0000", Node.State.DRAINING);

        for (PlanInput input : List.of(shards, files)) {
            assertRefused(() -> Planner.plan(input), "too few");
        }
    }

    @Test
    void disksThatCannotHoldEverythingAreRefusedAndOneThatIsFullIsRelieved() {
        PlanInput input = loaded(RandomCluster.equal(Tier.BUILDING, 2, 1));
        List<PlanInput.Member> small = disks(input, 1200L << 20);
        List<PlanInput.Member> oneFull = new ArrayList<>(disks(input, 9000L << 20));
        oneFull.set(0, new PlanInput.Member(oneFull.getFirst().node(), 1250L << 20, 0));

        assertRefused(() -> Planner.plan(withMembers(input, small)), "too full");
        Plan plan = Planner.plan(withMembers(input, oneFull));
        assertThat(plan.after().getFirst().buckets()).isLessThanOrEqualTo(1000);
    }

    @Test
    void theHeaviestBucketsMoveFirstSoThatFewDo() {
        PlanInput input = RandomCluster.equal(Tier.BUILDING, 2, 1);
        Map<Bucket, BucketLoad> loads = new HashMap<>();
        for (int i = 0; i < Bucket.COUNT; i++) {
            loads.put(new Bucket(i), new BucketLoad(i < 96 ? 1000 : 1, 1, 1));
        }

        Plan plan = Planner.plan(input.withLoads(loads));

        assertThat(plan.after()).allMatch(load -> load.relative() < 1.05);
        long whales =
                plan.batches().stream()
                        .flatMap(batch -> batch.buckets().stream())
                        .filter(bucket -> bucket.number() < 96)
                        .count();
        assertThat(whales).isBetween(30L, 33L);
    }

    @Test
    void anIsolatedBucketIsAloneWhereItIsOrWhereItIsSent() {
        PlanInput input = RandomCluster.equal(Tier.BUILDING, 4, 1);
        Bucket whale = new Bucket(8); // on n-0000

        Plan stays = Planner.isolate(input, whale, Optional.empty());
        Plan goes = Planner.isolate(input, whale, Optional.of("n-0004"));

        assertThat(stays.after().getFirst().buckets()).isEqualTo(1);
        assertThat(stays.batches()).noneMatch(batch -> batch.buckets().contains(whale));
        assertThat(goes.batches())
                .singleElement()
                .isEqualTo(new Plan.Batch("n-0000", "n-0004", List.of(whale), 0));
        PlanInput later =
                new PlanInput(
                        input.members(),
                        Applied.after(input.map(), goes),
                        Map.of(),
                        Set.of(),
                        Map.of(whale, "n-0004"),
                        PlanInput.Aim.SHARE);
        assertThat(Planner.plan(later).batches()).isEmpty();
    }

    @Test
    void badWishesAreRefusedWithWhatIsInTheWay() {
        PlanInput input = RandomCluster.equal(Tier.BUILDING, 4, 1);
        PlanInput soaks = input.withSoaking(Set.of(new Bucket(8)));
        PlanInput drains = input.withState("n-0004", Node.State.DRAINING);
        PlanInput alone = input.withIsolated(new Bucket(9), "n-0004");
        List<Bucket> eight = List.of(new Bucket(8));

        assertRefused(() -> Planner.move(soaks, eight, "n-0004"), "way back");
        assertRefused(() -> Planner.move(drains, eight, "n-0004"), "given nothing");
        assertRefused(() -> Planner.move(input, eight, "n-9"), "no node of this name");
        assertRefused(() -> Planner.move(alone, eight, "n-0004"), "isolated");
        assertRefused(
                () -> Planner.isolate(soaks, new Bucket(8), Optional.of("n-0004")), "way back");
        assertRefused(
                () ->
                        Planner.isolate(
                                RandomCluster.equal(Tier.BUILDING_FILES, 4, 0),
                                new Bucket(8),
                                Optional.empty()),
                "database tier");
        assertRefused(
                () -> Planner.plan(PlanInput.of(List.of(), BucketMap.empty(Tier.BUILDING))),
                "not in the tier");
        assertThat(Planner.move(input, eight, "n-0004").batches())
                .containsExactly(new Plan.Batch("n-0000", "n-0004", eight, 0));
        assertThat(Planner.move(input, eight, "n-0000").batches()).isEmpty();
    }

    @Test
    void aPlanIsRefusedOnceAnOwnerHasChanged() {
        PlanInput input = RandomCluster.equal(Tier.BUILDING, 4, 1);
        Plan plan = Planner.plan(input);

        plan.checkMadeFrom(input.map());

        BucketMap changed = input.map().with(new Bucket(7), new Ownership(2, List.of("n-0000")));
        assertRefused(() -> plan.checkMadeFrom(changed), "plan again");
    }

    private static void assertRefused(ThrowingCallable call, String text) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        PlatException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.PRECONDITION_FAILED))
                .hasMessageContaining(text);
    }

    private static PlanInput loaded(PlanInput input) {
        Map<Bucket, BucketLoad> loads = new HashMap<>();
        for (int i = 0; i < Bucket.COUNT; i++) {
            loads.put(new Bucket(i), new BucketLoad(1 << 20, 1, 1));
        }
        return input.withLoads(loads);
    }

    private static List<PlanInput.Member> disks(PlanInput input, long bytes) {
        return input.members().stream()
                .map(member -> new PlanInput.Member(member.node(), bytes, 0))
                .toList();
    }

    private static PlanInput withMembers(PlanInput input, List<PlanInput.Member> members) {
        return new PlanInput(
                members,
                input.map(),
                input.loads(),
                input.soaking(),
                input.isolated(),
                input.aim());
    }
}
