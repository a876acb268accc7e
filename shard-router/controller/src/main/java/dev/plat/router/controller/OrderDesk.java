package dev.plat.router.controller;

import dev.plat.router.controller.planning.Decision;
import dev.plat.router.core.Node;
import dev.plat.router.core.move.MoveRecord;
import dev.plat.router.core.orders.Order;
import dev.plat.router.core.orders.OrderBook;
import dev.plat.router.core.plan.Plan;
import dev.plat.schemas.Tier;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes each order one step further: does what {@link Course} says, and writes down what was
 * decided before anything is done about it. A tier carries out one order at a time; orders that
 * soak do not count.
 *
 * <p>Threads: for one.
 */
final class OrderDesk {

    private static final Logger LOG = LoggerFactory.getLogger(OrderDesk.class);

    /** What a file tier's order is told: its mover is not part of this program yet. */
    static final String FILE_TIER =
            "a file tier's buckets are not moved by this version: only database tiers ("
                    + "building, hosting, domains) can be rebalanced, drained or moved";

    private final OrderBook book;
    private final Planning planning;
    private final Nodes nodes;
    private final Supplier<UUID> ids;

    OrderDesk(OrderBook book, Planning planning, Nodes nodes, Supplier<UUID> ids) {
        this.book = book;
        this.planning = planning;
        this.nodes = nodes;
        this.ids = ids;
    }

    /**
     * Sees to an order.
     *
     * @param occupied tiers that are carrying out an order; its own is added when it begins
     * @return whether it has ended now
     */
    boolean see(Order order, Carrier carrier, Set<Tier> occupied) {
        if (order.tier().kind() != Tier.Kind.DATABASE) {
            become(order, Order.State.REFUSED, FILE_TIER);
            return true;
        }
        return switch (Course.next(order, book.wish(order.id()), carrier.records())) {
            case Next.Plan _ ->
                    occupied.contains(order.tier()) ? false : plan(order, carrier, occupied);
            case Next.Become(Order.State state, String note) -> {
                become(order, state, note);
                yield state.ended();
            }
            case Next.Drive drive -> {
                carrier.drive(drive.moves(), drive.wish());
                yield false;
            }
            case Next.Rest _, Next.Nothing _ -> false;
        };
    }

    private boolean plan(Order order, Carrier carrier, Set<Tier> occupied) {
        List<MoveRecord> unfinished =
                carrier.records().values().stream()
                        .filter(record -> record.move().tier() == order.tier())
                        .filter(record -> !record.step().ended())
                        .toList();
        Decision decision;
        try {
            decision = planning.decide(order, unfinished);
        } catch (IllegalArgumentException e) {
            LOG.warn("order={} cannot be planned", order.id(), e);
            decision = new Decision.Refused("it cannot be planned: " + e.getMessage());
        }
        return switch (decision) {
            case Decision.Carry(List<Plan.Batch> batches) -> {
                begin(order, batches);
                occupied.add(order.tier());
                yield false;
            }
            case Decision.Satisfied(String note) -> {
                drainIfOrdered(order);
                become(order, Order.State.DONE, note);
                yield true;
            }
            case Decision.Refused(String note) -> {
                become(order, Order.State.REFUSED, note);
                yield true;
            }
        };
    }

    private void begin(Order order, List<Plan.Batch> batches) {
        drainIfOrdered(order);
        List<UUID> moves = batches.stream().map(_ -> ids.get()).toList();
        book.change(
                order.id(),
                before ->
                        before.state() == Order.State.ORDERED
                                ? before.planned(batches, moves).with(Order.State.RUNNING, "")
                                : before);
        LOG.info(
                "planned order={} verb={} tier={} moves={} buckets={}",
                order.id(),
                order.verb(),
                order.tier().text(),
                moves.size(),
                batches.stream().mapToInt(batch -> batch.buckets().size()).sum());
    }

    private void drainIfOrdered(Order order) {
        if (order.verb() == Order.Verb.DRAIN) {
            nodes.change(order.tier(), node(order), Node.State.DRAINING);
        }
    }

    private void become(Order order, Order.State state, String note) {
        if (order.verb() == Order.Verb.DRAIN
                && state == Order.State.UNDONE
                && !order.plan().isEmpty()) {
            nodes.change(order.tier(), node(order), Node.State.ACTIVE);
        }
        book.change(
                order.id(),
                before -> before.state() == order.state() ? before.with(state, note) : before);
        LOG.info(
                "order={} verb={} tier={} from={} to={} note={}",
                order.id(),
                order.verb(),
                order.tier().text(),
                order.state(),
                state,
                note);
    }

    private static String node(Order order) {
        return order.arguments().getOrDefault("node", "");
    }
}
