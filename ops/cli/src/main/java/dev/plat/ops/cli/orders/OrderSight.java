package dev.plat.ops.cli.orders;

import dev.plat.router.core.move.Move;
import dev.plat.router.core.move.MoveProgress;
import dev.plat.router.core.orders.Order;
import dev.plat.router.core.orders.OrderBook;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/**
 * An order as it is seen at one moment.
 *
 * @param moves one for each of the order's moves; empty for those that have not begun
 * @param ahead the order of the same tier that is carried out before this one; empty for none
 */
public record OrderSight(Order order, List<Optional<MoveProgress>> moves, Optional<String> ahead) {

    // What a move's steps cost beside each other, in the time it takes to compare one bucket: read
    // off moves on a small machine.
    private static final double LINKS = 20;
    private static final double BYTES = 2 << 20;
    private static final double CUTOVER = 2;
    private static final double HOME = 0.95;

    public OrderSight {
        moves = List.copyOf(moves);
    }

    /** Looks the order's moves up. */
    public static OrderSight of(OrderBook book, Order order) {
        List<Optional<MoveProgress>> moves = new ArrayList<>();
        order.moves().forEach(move -> moves.add(book.progress(order.tier(), move)));
        Optional<String> ahead =
                order.state() != Order.State.ORDERED
                        ? Optional.empty()
                        : book.all().stream()
                                .filter(other -> other.tier() == order.tier())
                                .filter(other ->
                                        other.state() == Order.State.RUNNING
                                                || other.state() == Order.State.RETURNING)
                                .map(Order::id)
                                .findFirst();
        return new OrderSight(order, moves, ahead);
    }

    public int bucketsTotal() {
        return order.plan().stream().mapToInt(batch -> batch.buckets().size()).sum();
    }

    /** Buckets that belong to their new owner now. */
    public int bucketsOver() {
        return IntStream.range(0, moves.size()).map(this::over).sum();
    }

    /** From 0 to 1, until everything is over or, on the way back, home again. */
    public double done() {
        int total = bucketsTotal();
        if (total == 0) {
            return order.state().ended() ? 1 : 0;
        }
        double sum = 0;
        for (int i = 0; i < moves.size(); i++) {
            int buckets = buckets(i);
            sum += buckets * moves.get(i).map(move -> done(move, buckets)).orElse(0.0);
        }
        return sum / total;
    }

    /** The move that is under way, else the last one that was begun. */
    public Optional<MoveProgress> current() {
        return begun().stream()
                .filter(move -> !rests(move))
                .findFirst()
                .or(() -> begun().stream().reduce((_, last) -> last));
    }

    public long bytesDone() {
        return begun().stream().mapToLong(MoveProgress::bytesDone).sum();
    }

    public long bytesTotal() {
        return begun().stream().mapToLong(MoveProgress::bytesTotal).sum();
    }

    /** The worst among its moves. */
    public long worst(ToLongFunction<MoveProgress> of) {
        return begun().stream().mapToLong(of).max().orElse(0);
    }

    /** What can still be undone and how, one sentence. */
    public String undo() {
        return switch (order.state()) {
            case ORDERED -> "everything: nothing has been begun";
            case RUNNING ->
                    "everything: buckets that are over are carried back, each with a short pause";
            case SOAKING -> "everything, until the soak ends: plat shard rollback " + order.id();
            case RETURNING -> "nothing: it is on its way back";
            case DONE -> "nothing: move the buckets back if you want them where they were";
            case UNDONE -> "nothing: it was undone";
            case REFUSED -> "nothing: it was not begun";
        };
    }

    private List<MoveProgress> begun() {
        return moves.stream().flatMap(Optional::stream).toList();
    }

    private int buckets(int move) {
        return move < order.plan().size() ? order.plan().get(move).buckets().size() : 0;
    }

    private int over(int move) {
        return moves.get(move)
                .map(progress ->
                        switch (progress.step()) {
                            case VERIFIED -> Math.min(progress.bucketsDone(), buckets(move));
                            case CUT, SOAKING, REVERIFIED, DONE -> buckets(move);
                            case PLANNED,
                                    CHECKED,
                                    MARKED,
                                    LINKED,
                                    COPIED,
                                    BACKED,
                                    RETURNING,
                                    RETURNED,
                                    UNDONE ->
                                    0;
                        })
                .orElse(0);
    }

    private double done(MoveProgress move, int buckets) {
        double copy = move.bytesTotal() / BYTES;
        double whole = 2 * LINKS + copy + buckets + CUTOVER * buckets;
        boolean back = order.state() == Order.State.RETURNING;
        return switch (move.step()) {
            case PLANNED, CHECKED, MARKED -> 0;
            case LINKED -> (LINKS + move.bytesDone() / BYTES) / whole;
            case COPIED -> (LINKS + copy) / whole;
            case BACKED -> (2 * LINKS + copy + ready(move, buckets)) / whole;
            case VERIFIED -> (2 * LINKS + copy + buckets + CUTOVER * ready(move, buckets)) / whole;
            case CUT, SOAKING, REVERIFIED -> back ? 0 : 1;
            case RETURNING -> HOME * ready(move, buckets) / Math.max(1, buckets);
            case RETURNED -> HOME;
            case DONE, UNDONE -> 1;
        };
    }

    /** Buckets of the present phase that are done. */
    private static int ready(MoveProgress move, int buckets) {
        return Math.min(move.bucketsDone(), buckets);
    }

    private static boolean rests(MoveProgress move) {
        return move.step() == Move.Step.SOAKING || move.step().ended();
    }
}
