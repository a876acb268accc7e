package dev.plat.ops.cli.shard;

import dev.plat.ops.cli.running.ClusterOptions;
import dev.plat.ops.cli.running.Desk;
import dev.plat.ops.cli.running.Exit;
import dev.plat.ops.cli.running.RunFile;
import dev.plat.router.core.Node;
import dev.plat.router.core.move.Move;
import dev.plat.router.core.orders.Order;
import dev.plat.router.core.plan.Plan;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Turns an order back. */
@Command(
        name = "rollback",
        mixinStandardHelpOptions = true,
        description = {
            "Carry everything an order has moved back to where it was, with the same short pauses. Possible",
            "until its soak ends; what it had not begun is not begun. Exit 0 when all is as it was.",
            "Cannot be undone: give the order again."
        })
final class RollbackCommand implements Callable<Integer> {

    @Mixin private ClusterOptions cluster = new ClusterOptions();
    @Mixin private FollowOptions follow = new FollowOptions();

    @Parameters(paramLabel = "ORDER", description = "As plat shard status lists it: rebalance-7.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String id;

    @Override
    public Integer call() throws InterruptedException {
        try (Desk desk = new Desk(RunFile.require(cluster.data()))) {
            Order order = KnownOrder.find(desk, id);
            checkCanReturn(desk, order);
            desk.orders().wish(order.id(), Move.Wish.BACK);
            return follow.follow(
                    desk, List.of(order.id()), each -> each.state().ended(), RollbackCommand::exit);
        }
    }

    private static int exit(Order order) {
        return switch (order.state()) {
            case UNDONE -> Exit.DONE;
            case DONE, REFUSED -> Exit.REFUSED;
            case ORDERED, RUNNING, SOAKING, RETURNING -> Exit.STILL_RUNNING;
        };
    }

    private static void checkCanReturn(Desk desk, Order order) {
        boolean past =
                order.moves().stream()
                        .flatMap(move -> desk.orders().progress(order.tier(), move).stream())
                        .anyMatch(move -> !move.step().canReturn() && !order.state().ended());
        if (order.state().ended() || (past && order.state() == Order.State.SOAKING)) {
            throw new PlatException(
                    ErrorCode.PRECONDITION_FAILED,
                    order.state() == Order.State.UNDONE || order.state() == Order.State.REFUSED
                            ? "There is nothing to turn back."
                            : "The order is past the point of no return: its soak is over.",
                    "value",
                    order.id() + ", " + order.state().name().toLowerCase(Locale.ROOT),
                    "expected",
                    "an order that runs or soaks; to carry the buckets back: plat shard move, drain or"
                            + " rebalance");
        }
        for (Plan.Batch batch : order.plan()) {
            Node source = desk.shard(batch.source());
            boolean itsOwnDrain =
                    order.verb() == Order.Verb.DRAIN
                            && order.arguments().containsValue(source.name());
            if (source.state() != Node.State.ACTIVE && !itsOwnDrain) {
                throw new PlatException(
                        ErrorCode.PRECONDITION_FAILED,
                        "Its buckets came from a shard that is being emptied since.",
                        "value",
                        source.name() + ", " + source.state().name().toLowerCase(Locale.ROOT),
                        "expected",
                        "an active shard: roll its drain back first");
            }
        }
    }
}
