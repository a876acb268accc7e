package dev.plat.ops.cli.shard;

import dev.plat.ops.cli.running.ClusterOptions;
import dev.plat.ops.cli.running.Desk;
import dev.plat.ops.cli.running.RunFile;
import dev.plat.router.core.orders.Order;
import dev.plat.schemas.Bucket;
import java.util.List;
import java.util.SortedSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Carries chosen buckets. */
@Command(
        name = "move",
        mixinStandardHelpOptions = true,
        description = {
            "Carry buckets to a shard, online. A later rebalance may carry them on; to keep one apart:",
            "plat shard isolate.",
            "Can be undone until the soak ends: plat shard rollback ORDER."
        })
final class MoveCommand implements Callable<Integer> {

    @Mixin private ClusterOptions cluster = new ClusterOptions();
    @Mixin private OrderOptions how = new OrderOptions();
    @Mixin private FollowOptions follow = new FollowOptions();

    @Parameters(paramLabel = "BUCKETS", description = "7, or 3,17,100-119, or an id: site_…")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String list;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "SHARD",
            description = "The shard that takes them.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String to;

    @Override
    public Integer call() throws InterruptedException {
        SortedSet<Bucket> parsed = BucketList.parse(list);
        RunFile run = RunFile.require(cluster.data());
        try (Desk desk = new Desk(run)) {
            Buckets buckets = new Buckets(desk, to, parsed);
            Order order = how.order(Order.Verb.MOVE, buckets.target().tier(), buckets.arguments());
            new OrderCheck(run, desk).check(List.of(order));
            return follow.forward(desk, List.of(desk.orders().add(order).id()));
        }
    }
}
