package dev.plat.ops.cli.shard;

import dev.plat.ops.cli.running.ClusterOptions;
import dev.plat.ops.cli.running.Desk;
import dev.plat.ops.cli.running.Exit;
import dev.plat.ops.cli.running.RunFile;
import dev.plat.ops.cli.running.ShardFacts;
import dev.plat.router.core.Node;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Takes an empty shard out of service. */
@Command(
        name = "retire",
        mixinStandardHelpOptions = true,
        description = {
            "Take a drained shard, or all shards of a server, out of service: routers ask it no more, and",
            "its server may be switched off. Refused while it owns a bucket or an order may still need it.",
            "Cannot be undone: add the server again under a new name."
        })
final class RetireCommand implements Callable<Integer> {

    @Mixin private ClusterOptions cluster = new ClusterOptions();

    @Parameters(
            paramLabel = "SHARD|SERVER",
            description = "A shard (building-1), or a server (127.0.0.1:8812, postgres-1).")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String name;

    @Override
    public Integer call() throws SQLException {
        RunFile run = RunFile.require(cluster.data());
        try (Desk desk = new Desk(run)) {
            List<Node> shards = desk.shardsOf(name);
            for (Node shard : shards) {
                check(desk, run, shard);
            }
            for (Node shard : shards) {
                desk.registry()
                        .changeNode(
                                shard.tier(),
                                shard.name(),
                                found ->
                                        new Node(
                                                found.tier(),
                                                found.name(),
                                                found.zone(),
                                                found.weight(),
                                                Node.State.RETIRED,
                                                found.address()));
                System.out.println(shard.name() + " is retired; no router asks it any more.");
            }
            return Exit.DONE;
        }
    }

    private static void check(Desk desk, RunFile run, Node shard) throws SQLException {
        if (shard.state() == Node.State.RETIRED) {
            return;
        }
        List<String> orders = desk.openOrders(shard);
        if (!orders.isEmpty()) {
            throw refused(
                    shard,
                    "orders that have not ended: " + String.join(", ", orders),
                    "their end; a soak is ended by plat shard finish ORDER");
        }
        int owned = new ShardFacts(run).look(shard, false).liveBuckets();
        if (owned > 0 || shard.state() == Node.State.ACTIVE) {
            throw refused(
                    shard,
                    owned + " buckets, " + shard.state().name().toLowerCase(Locale.ROOT),
                    "an empty shard: plat shard drain " + shard.name());
        }
    }

    private static PlatException refused(Node shard, String found, String expected) {
        return new PlatException(
                ErrorCode.PRECONDITION_FAILED,
                "The shard is still needed.",
                "value",
                shard.name(),
                "found",
                found,
                "expected",
                expected);
    }
}
