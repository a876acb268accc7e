package dev.plat.ops.chaos.schema;

import dev.plat.ops.chaos.rig.Progress;
import dev.plat.ops.chaos.rig.Rig;
import dev.plat.router.core.BucketMap;
import dev.plat.router.core.Node;
import dev.plat.router.postgres.ShardSetup;
import dev.plat.router.postgres.TierMigrations;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Shards of one tier as databases of the rig's servers in turn, each with its own buckets, besides
 * the two that the rig has anyway.
 */
final class ManyShards {

    private static final String OWNER = "plat_owner";
    private static final String PATTERN = "pattern";

    private final Rig rig;
    private final List<Node> nodes = new ArrayList<>();

    private ManyShards(Rig rig) {
        this.rig = rig;
    }

    static ManyShards make(Rig rig, int count, PrintStream out) throws SQLException {
        ManyShards shards = new ManyShards(rig);
        int servers = rig.nodes().size();
        for (int i = 0; i < count; i++) {
            shards.nodes.add(shards.node(i % servers, "many-" + (i + 1)));
        }
        shards.install(out);
        return shards;
    }

    List<Node> nodes() {
        return List.copyOf(nodes);
    }

    /** As the owner of its tables. */
    Connection connect(Node shard) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://" + shard.address(), OWNER, Rig.PASSWORDS.owner());
    }

    /** The migrations run once on each server; the others are copies of what came out. */
    private void install(PrintStream out) throws SQLException {
        ShardSetup setup = rig.setup();
        List<Node> patterns = new ArrayList<>();
        for (int server = 0; server < rig.nodes().size(); server++) {
            patterns.add(node(server, PATTERN));
        }
        patterns.forEach(setup::prepare);
        new TierMigrations(Rig.TIER, Rig.PASSWORDS.owner()).run(patterns);
        BucketMap placement =
                BucketMap.firstPlacement(Rig.TIER, nodes.stream().map(Node::name).toList());
        Progress progress = new Progress("shards made", nodes.size(), out);
        for (int i = 0; i < nodes.size(); i++) {
            Node shard = nodes.get(i);
            try (Connection connection = rig.connect(i % rig.nodes().size());
                    Statement statement = connection.createStatement()) {
                statement.execute(
                        "CREATE DATABASE \"%s\" TEMPLATE %s STRATEGY file_copy"
                                .formatted(shard.name(), PATTERN));
            }
            setup.prepare(shard);
            setup.settle(rig.cluster(), shard, placement);
            progress.at(i + 1L, "on " + rig.nodes().size() + " servers");
        }
    }

    private Node node(int server, String name) {
        return new Node(
                Rig.TIER,
                name,
                "zone-" + (server + 1),
                100,
                Node.State.ACTIVE,
                "127.0.0.1:" + rig.port(server) + "/" + name);
    }
}
