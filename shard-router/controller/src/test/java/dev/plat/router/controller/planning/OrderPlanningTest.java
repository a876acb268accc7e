package dev.plat.router.controller.planning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.router.core.BucketMap;
import dev.plat.router.core.Node;
import dev.plat.router.core.orders.Order;
import dev.plat.router.core.plan.BucketLoad;
import dev.plat.router.core.plan.Plan;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.Tier;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What orders would carry where, on two shards with half the buckets each. */
class OrderPlanningTest {

    private static final List<Node> TWO = List.of(node(1), node(2));
    private static final List<Node> THREE = List.of(node(1), node(2), node(3));

    @Test
    void aServerThatWasAddedGetsItsShareAndNothingMovesBetweenTheOthers() {
        Proposal proposal = propose(order(Order.Verb.REBALANCE, Map.of()), Set.of(), THREE);

        assertThat(batches(proposal))
                .hasSize(2)
                .allSatisfy(batch -> assertThat(batch.target()).isEqualTo("building-3"));
        assertThat(moved(proposal)).isBetween(1365, 1366);
    }

    @Test
    void aTierThatIsBalancedIsLeftAlone() {
        assertThat(propose(order(Order.Verb.REBALANCE, Map.of()), Set.of(), TWO).decision())
                .isInstanceOf(Decision.Satisfied.class);
    }

    @Test
    void aDrainEmptiesTheNode() {
        Proposal proposal =
                propose(order(Order.Verb.DRAIN, Map.of("node", "building-1")), Set.of(), TWO);

        assertThat(moved(proposal)).isEqualTo(2048);
        assertThat(batches(proposal))
                .allSatisfy(batch -> {
                    assertThat(batch.source()).isEqualTo("building-1");
                    assertThat(batch.buckets()).hasSizeLessThanOrEqualTo(1024);
                });
    }

    @Test
    void aDrainIsRefusedWhileAnotherOrderHasItsBucketsInHand() {
        Proposal proposal =
                propose(
                        order(Order.Verb.DRAIN, Map.of("node", "building-1")),
                        Set.of(new Bucket(0)),
                        TWO);

        assertRefused(proposal, "1 buckets of building-1", "plat shard finish");
    }

    @Test
    void whatIsNotThereIsNamedWithWhatIs() {
        assertRefused(
                propose(order(Order.Verb.DRAIN, Map.of("node", "building-9")), Set.of(), TWO),
                "building-9",
                "building-1, building-2");
        assertRefused(
                propose(
                        order(Order.Verb.MOVE, Map.of("buckets", "7", "target", "building-9")),
                        Set.of(),
                        TWO),
                "building-9");
        assertRefused(
                propose(
                        order(Order.Verb.MOVE, Map.of("buckets", "", "target", "building-2")),
                        Set.of(),
                        TWO),
                "no bucket");
    }

    @Test
    void bucketsGoWhereTheyAreSentAndNowhereElse() {
        Proposal proposal =
                propose(
                        order(Order.Verb.MOVE, Map.of("buckets", "0,2-3", "target", "building-2")),
                        Set.of(),
                        TWO);

        assertThat(batches(proposal))
                .containsExactly(
                        new Plan.Batch(
                                "building-1",
                                "building-2",
                                List.of(new Bucket(0), new Bucket(2)),
                                0));
    }

    @Test
    void whatWasIsolatedStaysAloneInLaterPlans() {
        Order isolated =
                order(Order.Verb.ISOLATE, Map.of("buckets", "1", "target", "building-2"))
                        .with(Order.State.DONE, "");

        Proposal proposal =
                OrderPlanning.propose(
                        order(Order.Verb.REBALANCE, Map.of()),
                        Set.of(),
                        List.of(isolated),
                        THREE,
                        survey());

        assertThat(batches(proposal))
                .allSatisfy(batch -> assertThat(batch.target()).isNotEqualTo("building-2"))
                .allSatisfy(batch -> assertThat(batch.buckets()).doesNotContain(new Bucket(1)));
        assertThat(
                        proposal.plan().orElseThrow().after().stream()
                                .filter(load -> load.node().equals("building-2"))
                                .map(Plan.Load::buckets))
                .containsExactly(1);
    }

    private static Proposal propose(Order order, Set<Bucket> inHand, List<Node> nodes) {
        return OrderPlanning.propose(order, inHand, List.of(), nodes, survey());
    }

    private static Survey survey() {
        BucketMap map =
                BucketMap.firstPlacement(Tier.BUILDING, List.of("building-1", "building-2"));
        Map<Bucket, BucketLoad> loads = new HashMap<>();
        map.statements()
                .keySet()
                .forEach(bucket -> loads.put(bucket, new BucketLoad(Surveyor.EMPTY_BYTES, 0, 0)));
        return new Survey(map, loads, Map.of());
    }

    private static void assertRefused(Proposal proposal, String... words) {
        assertThat(proposal.decision())
                .isInstanceOfSatisfying(
                        Decision.Refused.class,
                        refused -> assertThat(refused.note()).contains(words));
    }

    private static List<Plan.Batch> batches(Proposal proposal) {
        assertThat(proposal.decision()).isInstanceOf(Decision.Carry.class);
        return ((Decision.Carry) proposal.decision()).batches();
    }

    private static int moved(Proposal proposal) {
        return batches(proposal).stream().mapToInt(batch -> batch.buckets().size()).sum();
    }

    private static Order order(Order.Verb verb, Map<String, String> arguments) {
        return new Order(
                "x-1",
                verb,
                Tier.BUILDING,
                arguments,
                Order.State.ORDERED,
                List.of(),
                List.of(),
                Duration.ZERO,
                0,
                Instant.EPOCH,
                "test",
                "");
    }

    private static Node node(int number) {
        return new Node(
                Tier.BUILDING,
                "building-" + number,
                "zone-" + number,
                100,
                Node.State.ACTIVE,
                "127.0.0.1:" + number + "/building");
    }
}
