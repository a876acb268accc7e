package dev.plat.ops.cli.shard;

import dev.plat.ops.cli.running.ClusterOptions;
import dev.plat.ops.cli.running.Desk;
import dev.plat.ops.cli.running.RunFile;
import dev.plat.router.core.Node;
import dev.plat.router.core.orders.Order;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Empties a shard, or all shards of a server. */
@Command(
        name = "drain",
        mixinStandardHelpOptions = true,
        description = {
            "Carry all buckets of a shard, or of all shards of a server, to the others; it is given",
            "nothing new. When it is empty and has soaked: plat shard retire.",
            "Can be undone until the soak ends: plat shard rollback ORDER; the shard is active again then."
        })
final class DrainCommand implements Callable<Integer> {

    @Mixin private ClusterOptions cluster = new ClusterOptions();
    @Mixin private OrderOptions how = new OrderOptions();
    @Mixin private FollowOptions follow = new FollowOptions();

    @Parameters(
            paramLabel = "SHARD|SERVER",
            description = "A shard (building-1), or a server (127.0.0.1:8812, postgres-1).")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String name;

    @Override
    public Integer call() throws InterruptedException {
        RunFile run = RunFile.require(cluster.data());
        try (Desk desk = new Desk(run)) {
            List<Node> shards = desk.shardsOf(name);
            for (Node shard : shards) {
                check(desk, shard);
            }
            List<Order> orders =
                    shards.stream()
                            .map(shard ->
                                    how.order(
                                            Order.Verb.DRAIN,
                                            shard.tier(),
                                            Map.of("node", shard.name())))
                            .toList();
            new OrderCheck(run, desk).check(orders);
            return follow.forward(desk, desk.write(orders));
        }
    }

    private static void check(Desk desk, Node shard) {
        if (shard.state() == Node.State.RETIRED) {
            throw new PlatException(
                    ErrorCode.PRECONDITION_FAILED,
                    "The shard is retired: nothing is left on it.",
                    "value",
                    shard.name());
        }
        // An order that waits has not changed its shard's state yet.
        List<Order> drains =
                desk.orders().all().stream()
                        .filter(order -> !order.state().ended())
                        .filter(order -> order.verb() == Order.Verb.DRAIN)
                        .toList();
        drains.stream()
                .filter(order -> of(order, shard))
                .findFirst()
                .ifPresent(order -> {
                    throw new PlatException(
                            ErrorCode.PRECONDITION_FAILED,
                            "The shard is being drained already.",
                            "value",
                            shard.name(),
                            "order",
                            order.id() + ", " + order.state().name().toLowerCase(Locale.ROOT),
                            "expected",
                            "plat shard status " + order.id() + " --follow");
                });
        boolean others =
                desk.registry().nodes(shard.tier()).stream()
                        .filter(other -> !other.name().equals(shard.name()))
                        .filter(other -> other.state() == Node.State.ACTIVE)
                        .anyMatch(other -> drains.stream().noneMatch(order -> of(order, other)));
        if (!others) {
            throw new PlatException(
                    ErrorCode.PRECONDITION_FAILED,
                    "No other active shard could take its buckets.",
                    "value",
                    shard.name(),
                    "tier",
                    shard.tier().text(),
                    "expected",
                    "another active shard of the tier: plat shard add SERVER");
        }
    }

    private static boolean of(Order order, Node shard) {
        return order.arguments().containsValue(shard.name());
    }
}
