package dev.plat.router.controller;

import dev.plat.router.core.move.Move;
import dev.plat.router.core.move.MoveRecord;
import dev.plat.router.core.orders.Order;
import dev.plat.router.core.plan.Plan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * The course of an order, as a pure function of the order, the wish and its moves. The moves of an
 * order share one fate for as long as they can: none is finished before all have been cut over, so
 * that the whole order can still go back, and when one turns back all do.
 *
 * <p>A move without a record has not been begun, or ended before this controller came; being driven
 * again tells which. On the way back such a move is left alone: to begin it would be wrong, and
 * what was begun and has not ended has a record.
 */
final class Course {

    private Course() {}

    static Next next(Order order, Move.Wish wish, Map<UUID, MoveRecord> records) {
        return switch (order.state()) {
            case ORDERED ->
                    wish == Move.Wish.BACK
                            ? new Next.Become(
                                    Order.State.UNDONE, "taken back before anything was begun")
                            : new Next.Plan();
            case RUNNING -> running(order, wish, records);
            case SOAKING -> soaking(order, wish, records);
            case RETURNING -> returning(order, records);
            case DONE, UNDONE, REFUSED -> new Next.Nothing();
        };
    }

    /** The moves as the order's plan has them. */
    static List<Move> moves(Order order) {
        return IntStream.range(0, Math.min(order.plan().size(), order.moves().size()))
                .mapToObj(i -> {
                    Plan.Batch batch = order.plan().get(i);
                    return new Move(
                            order.moves().get(i),
                            order.tier(),
                            batch.source(),
                            batch.target(),
                            batch.buckets(),
                            order.soak(),
                            order.rowsPerSecondMax(),
                            order.id());
                })
                .toList();
    }

    private static Next running(Order order, Move.Wish wish, Map<UUID, MoveRecord> records) {
        if (wish == Move.Wish.BACK) {
            return new Next.Become(Order.State.RETURNING, "ordered back");
        }
        Optional<String> failure = failure(order, records);
        if (failure.isPresent()) {
            return new Next.Become(Order.State.RETURNING, failure.get());
        }
        List<Move> before =
                moves(order).stream()
                        .filter(move -> !reached(records, move, Move.Step.SOAKING))
                        .toList();
        return before.isEmpty()
                ? new Next.Become(Order.State.SOAKING, "")
                : new Next.Drive(before, Move.Wish.FORWARD);
    }

    private static Next soaking(Order order, Move.Wish wish, Map<UUID, MoveRecord> records) {
        Optional<String> failure = failure(order, records);
        if (failure.isPresent()) {
            return new Next.Become(Order.State.RETURNING, failure.get());
        }
        List<Move> open = open(order, records);
        boolean allKnown = open.stream().allMatch(move -> records.containsKey(move.id()));
        if (allKnown && wish == Move.Wish.BACK && canReturn(open, records)) {
            return new Next.Become(Order.State.RETURNING, "ordered back");
        }
        if (open.isEmpty()) {
            return new Next.Become(Order.State.DONE, "");
        }
        Duration left =
                open.stream()
                        .map(move -> records.get(move.id()))
                        .filter(Objects::nonNull)
                        .filter(record -> record.step() == Move.Step.SOAKING)
                        .map(MoveRecord::soakLeft)
                        .max(Duration::compareTo)
                        .orElse(Duration.ZERO);
        boolean rest = allKnown && left.isPositive() && wish != Move.Wish.FINISH;
        return rest
                ? new Next.Rest(left)
                : new Next.Drive(
                        open, wish == Move.Wish.FINISH ? Move.Wish.FINISH : Move.Wish.FORWARD);
    }

    private static Next returning(Order order, Map<UUID, MoveRecord> records) {
        List<Move> open =
                open(order, records).stream()
                        .filter(move -> records.containsKey(move.id()))
                        .toList();
        if (!open.isEmpty()) {
            return new Next.Drive(open, Move.Wish.BACK);
        }
        long stay =
                order.moves().stream()
                        .map(records::get)
                        .filter(record -> record != null && record.step() == Move.Step.DONE)
                        .count();
        return new Next.Become(
                Order.State.UNDONE,
                stay == 0
                        ? order.note()
                        : "%s; %d of %d moves had passed the point of no return and stay"
                                .formatted(order.note(), stay, order.moves().size()));
    }

    /** The first move that goes back or has gone, though nobody wished for it. */
    private static Optional<String> failure(Order order, Map<UUID, MoveRecord> records) {
        List<Move> moves = moves(order);
        List<String> failures = new ArrayList<>();
        for (int i = 0; i < moves.size(); i++) {
            MoveRecord record = records.get(moves.get(i).id());
            if (record != null && goesBack(record.step())) {
                failures.add(
                        "move %d of %d (%s to %s) could not be completed: %s"
                                .formatted(
                                        i + 1,
                                        moves.size(),
                                        moves.get(i).source(),
                                        moves.get(i).target(),
                                        record.why()));
            }
        }
        return failures.stream().findFirst();
    }

    private static boolean goesBack(Move.Step step) {
        return switch (step) {
            case RETURNING, RETURNED, UNDONE -> true;
            case PLANNED,
                    CHECKED,
                    MARKED,
                    LINKED,
                    COPIED,
                    BACKED,
                    VERIFIED,
                    CUT,
                    SOAKING,
                    REVERIFIED,
                    DONE ->
                    false;
        };
    }

    private static boolean canReturn(List<Move> open, Map<UUID, MoveRecord> records) {
        return open.stream()
                .map(move -> records.get(move.id()))
                .anyMatch(record -> record != null && record.step().canReturn());
    }

    /** Those that have not ended as far as is known. */
    private static List<Move> open(Order order, Map<UUID, MoveRecord> records) {
        return moves(order).stream()
                .filter(move -> {
                    MoveRecord record = records.get(move.id());
                    return record == null || !record.step().ended();
                })
                .toList();
    }

    private static boolean reached(Map<UUID, MoveRecord> records, Move move, Move.Step step) {
        MoveRecord record = records.get(move.id());
        return record != null && record.step().compareTo(step) >= 0;
    }
}
