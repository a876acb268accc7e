package dev.plat.ops.cli.shard;

import dev.plat.ops.cli.running.ClusterOptions;
import dev.plat.ops.cli.running.Desk;
import dev.plat.ops.cli.running.RunFile;
import dev.plat.ops.cli.running.SupervisorChannel;
import dev.plat.router.core.Node;
import dev.plat.router.core.orders.Order;
import dev.plat.schemas.PlatException;
import dev.plat.schemas.Tier;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Adds a server, and gives it its share. */
@Command(
        name = "add",
        mixinStandardHelpOptions = true,
        description = {
            "Make a shard of each tier on a PostgreSQL server (roles, database, schema), register it, and",
            "carry its share of the buckets to it while everybody works on. May be repeated: what is there",
            "is kept.",
            "The rebalancing can be undone until its soak ends: plat shard rollback ORDER. The shard stays",
            "then, empty: plat shard drain and plat shard retire take it out again."
        })
final class AddCommand implements Callable<Integer> {

    private static final int WEIGHT_MAX = 10_000;
    private static final String LOCAL = "local";

    @Mixin private ClusterOptions cluster = new ClusterOptions();
    @Mixin private OrderOptions how = new OrderOptions();
    @Mixin private FollowOptions follow = new FollowOptions();

    @Parameters(
            paramLabel = "SERVER",
            description = {
                "host:port of a PostgreSQL server from 15 on with wal_level=logical, or",
                "local: one more server of this machine's cluster, which starts with it from now on."
            })
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String server;

    @Option(
            names = "--tier",
            paramLabel = "T",
            description = "A database tier; may be repeated. Default: all of them.")
    private List<String> tiers = new ArrayList<>();

    @Option(
            names = "--weight",
            paramLabel = "N",
            defaultValue = "100",
            description = "Its share beside the others': 200 gets twice as much as 100.")
    private int weight;

    @Option(
            names = "--zone",
            paramLabel = "Z",
            description = "Where it stands. Default: a zone of its own.")
    private @Nullable String zone;

    @Option(
            names = "--superuser",
            paramLabel = "ROLE",
            defaultValue = "postgres",
            description = "Who makes roles and databases there. Default: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String superuser;

    @Option(
            names = "--password-env",
            paramLabel = "NAME",
            description =
                    "Environment variable with its password. Default: the password of the cluster's own servers.")
    private @Nullable String passwordVariable;

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Tier> chosen = Desk.tiers(tiers);
        check();
        RunFile run = RunFile.require(cluster.data());
        Steps steps = new Steps(System.out, follow.asJson());
        try (Desk desk = new Desk(run)) {
            new OrderCheck(run, desk).answering(chosen);
            String address = server.equals(LOCAL) ? startLocal(run, desk, steps) : server;
            NewShards shards = new NewShards(run, desk, superuser, password(run), steps);
            List<Node> added = shards.add(address, chosen, weight, Optional.ofNullable(zone));
            List<String> ids = new ArrayList<>();
            for (Node shard : added) {
                Order order =
                        how.order(Order.Verb.REBALANCE, shard.tier(), Map.of("for", shard.name()));
                ids.add(desk.orders().add(order).id());
            }
            return follow.forward(desk, ids);
        }
    }

    private void check() {
        if (weight < 1 || weight > WEIGHT_MAX) {
            throw PlatException.invalidField("--weight", weight, "1 to " + WEIGHT_MAX);
        }
        if (!server.equals(LOCAL) && !server.matches("[A-Za-z0-9.-]+:\\d{1,5}")) {
            throw PlatException.invalidField("SERVER", server, "host:port, or local");
        }
        if (zone != null && !zone.matches("[a-z0-9-]{1,40}")) {
            throw PlatException.invalidField(
                    "--zone", zone, "1 to 40 lower-case letters, digits and hyphens");
        }
    }

    /** A server that was started and then not used (an earlier try broke off), or a new one. */
    private static String startLocal(RunFile run, Desk desk, Steps steps)
            throws IOException, InterruptedException {
        List<String> used = desk.shards().stream().map(Desk::server).toList();
        Optional<String> idle =
                run.processes().stream()
                        .filter(entry -> entry.kind().equals("database"))
                        .filter(entry -> entry.handle().isPresent())
                        .map(entry -> "127.0.0.1:" + entry.ports().path("sql").asInt())
                        .filter(address -> !used.contains(address))
                        .findFirst();
        if (idle.isPresent()) {
            return idle.get();
        }
        steps.begin();
        String address = new SupervisorChannel(run).addPostgres();
        steps.done("a PostgreSQL server runs on " + address);
        return address;
    }

    private String password(RunFile run) {
        if (passwordVariable == null) {
            return run.secret("postgres.superuser.password");
        }
        String value = System.getenv(passwordVariable);
        if (value == null || value.isEmpty()) {
            throw PlatException.invalidField(
                    "--password-env", passwordVariable, "a variable that is set");
        }
        return value;
    }
}
