package dev.plat.router.controller;

import static dev.plat.router.controller.MemoryOrderBook.batches;
import static dev.plat.router.controller.MemoryOrderBook.order;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.router.controller.planning.Decision;
import dev.plat.router.core.Node;
import dev.plat.router.core.move.Move;
import dev.plat.router.core.orders.Leadership;
import dev.plat.router.core.orders.Order;
import dev.plat.router.core.plan.Plan;
import dev.plat.router.testkit.Waits;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.Tier;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A leading controller from outside: orders go in, and come to their end. */
class TermTest {

    private final MemoryOrderBook book = new MemoryOrderBook();
    private final PlayedMoves moves = new PlayedMoves();
    private final PlayedLeadership leadership = new PlayedLeadership();
    private final Map<String, Node.State> nodes = new ConcurrentHashMap<>();
    private final AtomicReference<Standing> standing = new AtomicReference<>(Standing.IDLE);
    private final AtomicReference<Decision> decision =
            new AtomicReference<>(new Decision.Carry(batches(2)));
    private final Bell bell = new Bell();
    private Thread thread = Thread.ofVirtual().unstarted(() -> {});

    @AfterEach
    void end() throws InterruptedException {
        leadership.leads = false;
        bell.ring();
        thread.interrupt();
        thread.join();
    }

    @Test
    void anOrderIsPlannedCarriedOutSoakedAndDone() {
        String id = book.add(order(Order.Verb.REBALANCE, Tier.BUILDING, Map.of())).id();

        begin();
        awaitState(id, Order.State.SOAKING);
        assertThat(moves.steps()).containsOnly(Move.Step.SOAKING).hasSize(2);
        book.wish(id, Move.Wish.FINISH);

        awaitState(id, Order.State.DONE);
        assertThat(moves.steps()).containsOnly(Move.Step.DONE);
        assertThat(moves.reaped).isPositive();
    }

    @Test
    void anOrderThatIsOrderedBackIsUndoneAndADrainedNodeIsActiveAgain() {
        String id =
                book.add(order(Order.Verb.DRAIN, Tier.BUILDING, Map.of("node", "building-1"))).id();

        begin();
        awaitState(id, Order.State.SOAKING);
        assertThat(nodes).containsEntry("building-1", Node.State.DRAINING);
        book.wish(id, Move.Wish.BACK);

        awaitState(id, Order.State.UNDONE);
        assertThat(moves.steps()).containsOnly(Move.Step.UNDONE);
        assertThat(nodes).containsEntry("building-1", Node.State.ACTIVE);
    }

    @Test
    void aMoveThatFailsUndoesItsWholeOrder() {
        moves.tricks.put("building-2", PlayedMoves.Trick.FAILS);
        decision.set(new Decision.Carry(List.of(batch("building-1", 1), batch("building-2", 2))));
        String id = book.add(order(Order.Verb.REBALANCE, Tier.BUILDING, Map.of())).id();

        begin();

        awaitState(id, Order.State.UNDONE);
        assertThat(book.find(id).orElseThrow().note()).contains("move 2 of 2", "a check said no");
        assertThat(moves.steps()).containsOnly(Move.Step.UNDONE);
    }

    @Test
    void aShardThatIsAwayHoldsItsMoveUpAndNothingElse() {
        moves.tricks.put("building-1", PlayedMoves.Trick.SHARD_AWAY);
        String id = book.add(order(Order.Verb.REBALANCE, Tier.BUILDING, Map.of())).id();
        String other = book.add(order(Order.Verb.REBALANCE, Tier.HOSTING, Map.of())).id();

        begin();

        awaitState(id, Order.State.SOAKING);
        awaitState(other, Order.State.SOAKING);
    }

    @Test
    void aMistakeOfOursInOneMoveDoesNotEndTheController() {
        moves.tricks.put("building-1", PlayedMoves.Trick.BREAKS_A_RULE);
        String id = book.add(order(Order.Verb.REBALANCE, Tier.BUILDING, Map.of())).id();

        begin();

        awaitState(id, Order.State.SOAKING);
    }

    @Test
    void movesOfTwoTiersOverOneServerRunOneAfterTheOther() {
        moves.tricks.put("building-1", PlayedMoves.Trick.WAITS);
        decision.set(new Decision.Carry(List.of(batch("building-1", 1))));
        String one = book.add(order(Order.Verb.REBALANCE, Tier.BUILDING, Map.of())).id();
        String other = book.add(order(Order.Verb.REBALANCE, Tier.HOSTING, Map.of())).id();

        begin();
        Waits.until("one is under way", () -> moves.sawTogether("building-1", "building-3"));
        awaitState(one, Order.State.RUNNING);
        awaitState(other, Order.State.RUNNING);
        Waits.always(
                Duration.ofMillis(600),
                "one is under way, for several rounds",
                () -> standing.get().moves().size() == 1);
        moves.go.countDown();

        awaitState(one, Order.State.SOAKING);
        awaitState(other, Order.State.SOAKING);
        assertThat(moves.sharing).isEmpty();
    }

    @Test
    void movesThatShareAShardRunOneAfterTheOtherAndOthersTwoAtATime() {
        moves.tricks.put("building-1", PlayedMoves.Trick.WAITS);
        moves.tricks.put("building-2", PlayedMoves.Trick.WAITS);
        decision.set(
                new Decision.Carry(
                        List.of(
                                new Plan.Batch(
                                        "building-1", "building-3", List.of(new Bucket(1)), 0),
                                new Plan.Batch(
                                        "building-1", "building-4", List.of(new Bucket(2)), 0),
                                new Plan.Batch(
                                        "building-2", "building-4", List.of(new Bucket(3)), 0))));
        String id = book.add(order(Order.Verb.REBALANCE, Tier.BUILDING, Map.of())).id();

        begin();
        Waits.until(
                "two are under way",
                () -> moves.sawTogether("building-1", "building-2", "building-3", "building-4"));
        moves.go.countDown();

        awaitState(id, Order.State.SOAKING);
        assertThat(moves.sharing).isEmpty();
    }

    @Test
    void aControllerThatIsSupersededStopsAtOnce() throws InterruptedException {
        moves.tricks.put("building-1", PlayedMoves.Trick.ANOTHER_LEADS);
        String id = book.add(order(Order.Verb.REBALANCE, Tier.BUILDING, Map.of())).id();

        begin();
        thread.join(Waits.scaled(Duration.ofSeconds(20)));

        assertThat(thread.isAlive()).isFalse();
        assertThat(moves.driven).isEqualTo(1);
        assertThat(book.find(id).orElseThrow().state()).isEqualTo(Order.State.RUNNING);
    }

    @Test
    void theNextControllerGoesOnWhereTheLastOneStopped() throws InterruptedException {
        moves.tricks.put("building-1", PlayedMoves.Trick.WAITS);
        String id = book.add(order(Order.Verb.REBALANCE, Tier.BUILDING, Map.of())).id();
        begin();
        Waits.until("one is under way", () -> standing.get().moves().size() == 1);
        end();

        leadership.leads = true;
        moves.go.countDown();
        begin();

        awaitState(id, Order.State.SOAKING);
        assertThat(moves.steps()).hasSize(2);
    }

    @Test
    void aMoveWithoutAnOrderIsLedToItsEnd() {
        Move lost =
                new Move(
                        new UUID(1, 2),
                        Tier.HOSTING,
                        "hosting-1",
                        "hosting-2",
                        List.of(new Bucket(9)),
                        Duration.ZERO,
                        0,
                        "rebalance-99");
        moves.soakFor(Duration.ZERO);
        moves.create(lost);

        begin();

        Waits.untilAsserted(() -> assertThat(moves.steps()).containsExactly(Move.Step.DONE));
    }

    @Test
    void anOrderThatCannotBeIsRefusedAndSaysWhy() {
        decision.set(new Decision.Refused("building-9 is not there"));
        String unknown = book.add(order(Order.Verb.DRAIN, Tier.BUILDING, Map.of())).id();
        String files = book.add(order(Order.Verb.REBALANCE, Tier.BUILDING_FILES, Map.of())).id();

        begin();

        awaitState(unknown, Order.State.REFUSED);
        awaitState(files, Order.State.REFUSED);
        assertThat(book.find(unknown).orElseThrow().note()).isEqualTo("building-9 is not there");
        assertThat(book.find(files).orElseThrow().note()).contains("file tier");
        assertThat(nodes).isEmpty();
    }

    @Test
    void aTierThatCannotBeLedYetIsTriedAgain() {
        moves.leadRefused = true;
        String id = book.add(order(Order.Verb.REBALANCE, Tier.BUILDING, Map.of())).id();

        begin();
        Waits.until("it says so", () -> standing.get().waiting().toString().contains("is down"));
        moves.leadRefused = false;

        awaitState(id, Order.State.SOAKING);
    }

    private static Plan.Batch batch(String source, int bucket) {
        return new Plan.Batch(source, "building-3", List.of(new Bucket(bucket)), 0);
    }

    private void begin() {
        OrderDesk desk =
                new OrderDesk(
                        book,
                        (_, _) -> decision.get(),
                        (_, node, state) -> nodes.put(node, state),
                        UUID::randomUUID);
        Term term = new Term(moves, book, leadership, desk, bell, standing::set, System::nanoTime);
        thread =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                term.run();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        });
    }

    private void awaitState(String id, Order.State state) {
        Waits.untilAsserted(() -> assertThat(book.find(id).orElseThrow().state()).isEqualTo(state));
    }

    /** Leads until told otherwise. */
    private static final class PlayedLeadership implements Leadership {

        private volatile boolean leads = true;

        @Override
        public boolean leading() {
            return leads;
        }

        @Override
        public void awaitLeading() {}

        @Override
        public void close() {}
    }
}
