package dev.plat.ops.cli.shard;

import dev.plat.ops.cli.running.ClusterOptions;
import dev.plat.ops.cli.running.Desk;
import dev.plat.ops.cli.running.RunFile;
import dev.plat.router.core.move.Move;
import dev.plat.router.core.orders.Order;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Ends an order's soak early. */
@Command(
        name = "finish",
        mixinStandardHelpOptions = true,
        description = {
            "End an order's soak now: compare every row once more, then delete the source's copies.",
            "Cannot be undone: after it there is no way back but moving the buckets again."
        })
final class FinishCommand implements Callable<Integer> {

    @Mixin private ClusterOptions cluster = new ClusterOptions();
    @Mixin private FollowOptions follow = new FollowOptions();

    @Parameters(paramLabel = "ORDER", description = "As plat shard status lists it: rebalance-7.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String id;

    @Override
    public Integer call() throws InterruptedException {
        try (Desk desk = new Desk(RunFile.require(cluster.data()))) {
            Order order = KnownOrder.find(desk, id);
            if (order.state() != Order.State.SOAKING) {
                throw new PlatException(
                        ErrorCode.PRECONDITION_FAILED,
                        "Only an order that soaks can be finished.",
                        "value",
                        order.id() + ", " + order.state().name().toLowerCase(Locale.ROOT),
                        "expected",
                        order.state().ended()
                                ? "nothing to do"
                                : "plat shard status " + order.id() + " --follow, until it soaks");
            }
            desk.orders().wish(order.id(), Move.Wish.FINISH);
            return follow.follow(
                    desk,
                    List.of(order.id()),
                    each -> each.state().ended(),
                    FollowOptions::exitForward);
        }
    }
}
