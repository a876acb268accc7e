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

/** Gives one customer a shard for itself. */
@Command(
        name = "isolate",
        mixinStandardHelpOptions = true,
        description = {
            "Carry the bucket of one customer to a shard and keep it there: later plans leave it where it",
            "is and put nothing beside it.",
            "Can be undone until the soak ends: plat shard rollback ORDER."
        })
final class IsolateCommand implements Callable<Integer> {

    @Mixin private ClusterOptions cluster = new ClusterOptions();
    @Mixin private OrderOptions how = new OrderOptions();
    @Mixin private FollowOptions follow = new FollowOptions();

    @Parameters(
            paramLabel = "ID|BUCKETS",
            description = "The customer's site or account (site_…, acct_…), or its bucket.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String list;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "SHARD",
            description = "The shard that takes it; best one that was just added.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String to;

    @Override
    public Integer call() throws InterruptedException {
        SortedSet<Bucket> parsed = BucketList.parse(list);
        RunFile run = RunFile.require(cluster.data());
        try (Desk desk = new Desk(run)) {
            Buckets buckets = new Buckets(desk, to, parsed);
            Order order =
                    how.order(Order.Verb.ISOLATE, buckets.target().tier(), buckets.arguments());
            new OrderCheck(run, desk).check(List.of(order));
            return follow.forward(desk, List.of(desk.orders().add(order).id()));
        }
    }
}
