package dev.plat.ops.cli.shard;

import dev.plat.ops.cli.running.Desk;
import dev.plat.ops.cli.running.RunFile;
import dev.plat.ops.cli.running.ShardFacts;
import dev.plat.router.core.BucketMap;
import dev.plat.router.core.Node;
import dev.plat.router.postgres.RolePasswords;
import dev.plat.router.postgres.ShardSetup;
import dev.plat.router.postgres.TierMigrations;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import dev.plat.schemas.Tier;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes a server's databases into shards: looks whether the server will do, then roles, databases,
 * schemas, a comparison with the other shards' schema, and last the registry. A shard that is
 * registered serves; so it comes last, and whatever breaks off before can be repeated.
 */
final class NewShards {

    private final RunFile run;
    private final Desk desk;
    private final ServerCheck check;
    private final ShardSetup setup;
    private final Steps steps;

    NewShards(RunFile run, Desk desk, String superuser, String password, Steps steps) {
        this.run = run;
        this.desk = desk;
        this.check = new ServerCheck(superuser, password);
        this.setup =
                new ShardSetup(
                        superuser,
                        password,
                        new RolePasswords(
                                run.secret("postgres.owner.password"),
                                run.secret("postgres.app.password"),
                                run.secret("postgres.scan.password"),
                                run.secret("postgres.mover.password"),
                                run.secret("postgres.copy.password")));
        this.steps = steps;
    }

    /**
     * One shard of each tier on the server, active when this returns.
     *
     * @param server {@code host:port}
     */
    List<Node> add(String server, List<Tier> tiers, int weight, Optional<String> zone) {
        int number = number(server);
        List<Node> shards = new ArrayList<>();
        for (Tier tier : tiers) {
            shards.add(
                    registered(tier, server)
                            .orElseGet(() ->
                                    new Node(
                                            tier,
                                            tier.text() + "-" + number,
                                            zone.orElse("zone-" + number),
                                            weight,
                                            Node.State.ACTIVE,
                                            server + "/" + tier.text())));
        }
        shards.forEach(this::checkUsable);
        String cluster = desk.registry().cluster();
        check.run(server, cluster, shards);
        steps.done(server + " will do");
        for (Node shard : shards) {
            install(cluster, shard);
        }
        return shards;
    }

    private void install(String cluster, Node shard) {
        TierMigrations.Report report =
                setup.install(cluster, List.of(shard), BucketMap.empty(shard.tier())).getFirst();
        String schema = compare(shard);
        boolean added = desk.registry().addNode(shard);
        steps.done(
                "%s %s: roles, database, schema %s (%s)"
                        .formatted(
                                shard.name(),
                                added ? "is registered" : "was registered before",
                                report.version(),
                                schema));
    }

    /** Refuses a shard whose schema is not that of the others: no bucket could move to it. */
    private String compare(Node shard) {
        String mine = schema(shard);
        for (Node other : desk.registry().nodes(shard.tier())) {
            if (other.state() == Node.State.RETIRED || other.name().equals(shard.name())) {
                continue;
            }
            String theirs = schema(other);
            if (!theirs.equals(mine)) {
                throw new PlatException(
                        ErrorCode.PRECONDITION_FAILED,
                        "The shards' schemas differ, so no bucket could move between them.",
                        "shard",
                        shard.name() + " " + mine,
                        "other",
                        other.name() + " " + theirs,
                        "expected",
                        "the same version everywhere: restart the cluster with the version of this"
                                + " command (plat down, plat up), then add it again");
            }
        }
        return "hash " + mine;
    }

    private String schema(Node shard) {
        try {
            return new ShardFacts(run).look(shard, true).schema().substring(0, 12);
        } catch (SQLException e) {
            throw new PlatException(
                            ErrorCode.TRY_AGAIN,
                            "A shard does not say what its schema is.",
                            "shard",
                            shard.name(),
                            "found",
                            String.valueOf(e.getMessage()),
                            "expected",
                            "every shard of the tier up: see plat shard list")
                    .causedBy(e);
        }
    }

    private void checkUsable(Node shard) {
        if (shard.state() != Node.State.ACTIVE) {
            throw new PlatException(
                    ErrorCode.PRECONDITION_FAILED,
                    "The server has been drained or retired.",
                    "value",
                    shard.name() + " on " + Desk.server(shard),
                    "expected",
                    "another server; a drain that still soaks can be rolled back");
        }
    }

    private Optional<Node> registered(Tier tier, String server) {
        return desk.registry().nodes(tier).stream()
                .filter(node -> Desk.server(node).equals(server))
                .findFirst();
    }

    /** The number of the server's other shards, or the next that no tier has used. */
    private int number(String server) {
        List<Node> shards = desk.shards();
        return shards.stream()
                .filter(shard -> Desk.server(shard).equals(server))
                .findFirst()
                .map(NewShards::numberOf)
                .orElseGet(() -> 1 + shards.stream().mapToInt(NewShards::numberOf).max().orElse(0));
    }

    private static int numberOf(Node shard) {
        String tail = shard.name().substring(shard.name().lastIndexOf('-') + 1);
        return tail.matches("\\d{1,6}") ? Integer.parseInt(tail) : 0;
    }
}
