package dev.plat.ops.cli.shard;

import dev.plat.ops.cli.running.ClusterOptions;
import dev.plat.ops.cli.running.Desk;
import dev.plat.ops.cli.running.RunFile;
import dev.plat.router.core.orders.Order;
import dev.plat.schemas.Tier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Evens the tiers out. */
@Command(
        name = "rebalance",
        mixinStandardHelpOptions = true,
        description = {
            "Even buckets out over the active shards by weight, with the fewest moves; nothing is moved",
            "when every shard is within 5 %% of its weight.",
            "Can be undone until the soak ends: plat shard rollback ORDER."
        })
final class RebalanceCommand implements Callable<Integer> {

    @Mixin private ClusterOptions cluster = new ClusterOptions();
    @Mixin private OrderOptions how = new OrderOptions();
    @Mixin private FollowOptions follow = new FollowOptions();

    @Option(
            names = "--tier",
            paramLabel = "T",
            description = "A database tier; may be repeated. Default: all of them.")
    private List<String> tiers = new ArrayList<>();

    @Override
    public Integer call() throws InterruptedException {
        List<Tier> chosen = Desk.tiers(tiers);
        RunFile run = RunFile.require(cluster.data());
        try (Desk desk = new Desk(run)) {
            List<Order> orders =
                    chosen.stream()
                            .map(tier -> how.order(Order.Verb.REBALANCE, tier, Map.of()))
                            .toList();
            new OrderCheck(run, desk).check(orders);
            return follow.forward(desk, desk.write(orders));
        }
    }
}
