package dev.plat.router.controller;

import static dev.plat.router.controller.MemoryOrderBook.batches;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.router.core.move.Move;
import dev.plat.router.core.move.MoveRecord;
import dev.plat.router.core.orders.Order;
import dev.plat.router.testkit.Seed;
import dev.plat.router.testkit.SeededTest;
import dev.plat.schemas.Tier;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CourseTest {

    private static final int ROUNDS_MAX = 500;

    @Test
    void aNewOrderIsPlannedUnlessItWasTakenBack() {
        Order order = ordered();

        assertThat(Course.next(order, Move.Wish.FORWARD, Map.of())).isEqualTo(new Next.Plan());
        assertThat(Course.next(order, Move.Wish.BACK, Map.of()))
                .isInstanceOfSatisfying(
                        Next.Become.class,
                        next -> assertThat(next.state()).isEqualTo(Order.State.UNDONE));
    }

    @Test
    void aMoveThatSoaksWaitsForTheOthersOfItsOrder() {
        Order order = running(2);
        Map<UUID, MoveRecord> records =
                records(order, List.of(Move.Step.SOAKING, Move.Step.COPIED), Duration.ZERO);

        assertThat(Course.next(order, Move.Wish.FORWARD, records))
                .isEqualTo(new Next.Drive(List.of(Course.moves(order).get(1)), Move.Wish.FORWARD));
    }

    @Test
    void anOrderRestsUntilItsLongestSoakIsOver() {
        Order order = running(2).with(Order.State.SOAKING, "");
        Map<UUID, MoveRecord> records =
                records(
                        order,
                        List.of(Move.Step.SOAKING, Move.Step.SOAKING),
                        Duration.ofMinutes(9));

        assertThat(Course.next(order, Move.Wish.FORWARD, records))
                .isEqualTo(new Next.Rest(Duration.ofMinutes(9)));
        assertThat(Course.next(order, Move.Wish.FINISH, records))
                .isEqualTo(new Next.Drive(Course.moves(order), Move.Wish.FINISH));
    }

    @Test
    void aMoveThatTurnsBackTakesItsOrderWithIt() {
        Order order = running(3);
        Map<UUID, MoveRecord> records =
                records(order, List.of(Move.Step.SOAKING, Move.Step.UNDONE), Duration.ZERO);

        assertThat(Course.next(order, Move.Wish.FORWARD, records))
                .isInstanceOfSatisfying(
                        Next.Become.class,
                        next -> {
                            assertThat(next.state()).isEqualTo(Order.State.RETURNING);
                            assertThat(next.note())
                                    .contains("move 2 of 3", "building-1", "because");
                        });
    }

    @Test
    void onTheWayBackAMoveThatWasNeverBegunIsLeftAlone() {
        Order order = running(3).with(Order.State.RETURNING, "ordered back");
        Map<UUID, MoveRecord> records =
                records(order, List.of(Move.Step.SOAKING, Move.Step.LINKED), Duration.ZERO);

        assertThat(Course.next(order, Move.Wish.BACK, records))
                .isEqualTo(new Next.Drive(Course.moves(order).subList(0, 2), Move.Wish.BACK));
        assertThat(Course.next(order, Move.Wish.BACK, Map.of()))
                .isEqualTo(new Next.Become(Order.State.UNDONE, "ordered back"));
    }

    @Test
    void pastThePointOfNoReturnAWishToGoBackChangesNothing() {
        Order order = running(1).with(Order.State.SOAKING, "");
        Map<UUID, MoveRecord> records =
                records(order, List.of(Move.Step.REVERIFIED), Duration.ZERO);

        assertThat(Course.next(order, Move.Wish.BACK, records))
                .isEqualTo(new Next.Drive(Course.moves(order), Move.Wish.FORWARD));
    }

    @Test
    void anUndoneOrderSaysWhatCouldNotComeBack() {
        Order order = running(2).with(Order.State.RETURNING, "ordered back");
        Map<UUID, MoveRecord> records =
                records(order, List.of(Move.Step.DONE, Move.Step.UNDONE), Duration.ZERO);

        assertThat(Course.next(order, Move.Wish.BACK, records))
                .isInstanceOfSatisfying(
                        Next.Become.class,
                        next -> assertThat(next.note()).contains("1 of 2 moves"));
    }

    /**
     * Whatever happens to its moves and whenever another controller takes over (and knows only what
     * is unfinished), every order ends, and its moves share one fate unless one was past return.
     */
    @SeededTest(cases = 2000)
    void everyOrderEndsAndItsMovesShareOneFate(Seed seed) {
        Order order = running(seed.between(1, 4));
        Move.Wish wish = Move.Wish.FORWARD;
        Map<UUID, MoveRecord> databases = new HashMap<>();
        Map<UUID, MoveRecord> known = new HashMap<>();
        boolean pastReturn = false;
        int round = 0;
        for (; round < ROUNDS_MAX && !order.state().ended(); round++) {
            if (seed.chance(0.02)) {
                wish = seed.pick(List.of(Move.Wish.BACK, Move.Wish.FINISH));
            }
            if (seed.chance(0.1)) {
                known = new HashMap<>(databases);
                known.values().removeIf(record -> record.step().ended());
            }
            switch (Course.next(order, wish, known)) {
                case Next.Become(Order.State state, String note) -> {
                    order = order.with(state, note);
                    pastReturn |= databases.values().stream().anyMatch(CourseTest::isDone);
                }
                case Next.Drive(List<Move> moves, Move.Wish told) -> {
                    Move move = moves.get(0);
                    MoveRecord record = played(seed, move, databases, told);
                    boolean early = isDone(record) && order.state() == Order.State.RUNNING;
                    assertThat(early).as("done before all were over").isFalse();
                    databases.put(move.id(), record);
                    known.put(move.id(), record);
                }
                case Next.Rest _ ->
                        databases.replaceAll((_, record) -> soaked(record, Duration.ZERO));
                case Next.Plan _, Next.Nothing _ -> throw new AssertionError("not now");
            }
            if (seed.chance(0.3)) {
                known.replaceAll((id, record) -> databases.getOrDefault(id, record));
            }
        }

        assertThat(order.state()).isIn(Order.State.DONE, Order.State.UNDONE);
        assertThat(databases.values()).allMatch(record -> record.step().ended());
        if (order.state() == Order.State.DONE) {
            assertThat(databases.values())
                    .hasSize(order.moves().size())
                    .allMatch(CourseTest::isDone);
        } else if (!pastReturn) {
            assertThat(databases.values()).noneMatch(CourseTest::isDone);
        }
    }

    /** One drive: further, or back, as the databases would have it. */
    private static MoveRecord played(
            Seed seed, Move move, Map<UUID, MoveRecord> databases, Move.Wish told) {
        MoveRecord before =
                databases.getOrDefault(move.id(), record(move, Move.Step.PLANNED, Duration.ZERO));
        if (before.step().ended() || seed.chance(0.2)) {
            return before;
        }
        boolean turns = told == Move.Wish.BACK || seed.chance(0.03);
        if (turns && before.step().canReturn()) {
            return record(move, Move.Step.UNDONE, Duration.ZERO);
        }
        return switch (before.step()) {
            case SOAKING ->
                    before.soakLeft().isPositive() && told != Move.Wish.FINISH
                            ? before
                            : record(move, Move.Step.REVERIFIED, Duration.ZERO);
            case REVERIFIED -> record(move, Move.Step.DONE, Duration.ZERO);
            default ->
                    record(
                            move,
                            seed.pick(List.of(Move.Step.COPIED, Move.Step.SOAKING)),
                            Duration.ofMinutes(1));
        };
    }

    private static boolean isDone(MoveRecord record) {
        return record.step() == Move.Step.DONE;
    }

    private static MoveRecord soaked(MoveRecord record, Duration left) {
        return new MoveRecord(record.move(), record.step(), record.wish(), left, record.why());
    }

    private static MoveRecord record(Move move, Move.Step step, Duration soakLeft) {
        return new MoveRecord(move, step, Move.Wish.FORWARD, soakLeft, "because");
    }

    private static Map<UUID, MoveRecord> records(
            Order order, List<Move.Step> steps, Duration soakLeft) {
        Map<UUID, MoveRecord> records = new HashMap<>();
        List<Move> moves = Course.moves(order);
        for (int i = 0; i < steps.size(); i++) {
            records.put(moves.get(i).id(), record(moves.get(i), steps.get(i), soakLeft));
        }
        return records;
    }

    private static Order ordered() {
        return MemoryOrderBook.order(Order.Verb.REBALANCE, Tier.BUILDING, Map.of());
    }

    private static Order running(int moves) {
        return ordered()
                .planned(
                        batches(moves),
                        IntStream.range(0, moves).mapToObj(i -> new UUID(7, i)).toList());
    }
}
