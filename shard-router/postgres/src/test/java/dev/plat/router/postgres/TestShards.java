package dev.plat.router.postgres;

import dev.plat.router.core.BucketMap;
import dev.plat.router.core.MemoryTopology;
import dev.plat.router.core.Node;
import dev.plat.router.testkit.PostgresServer;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.Tier;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A tier of the servers of a test class, with one table of its own. */
final class TestShards {

    static final String CLUSTER = "0d3f2c62-6a43-4d2b-9f9e-3f7f6d0c1e55";
    static final RolePasswords PASSWORDS =
            new RolePasswords("owner-pw", "app-pw", "scan'pw", "mover-pw", "copy-pw");
    static final PostgresSettings SETTINGS = PostgresSettings.of("test", "app-pw", "scan'pw");

    private final PostgresServers servers;
    private final List<Node> nodes;
    private final BucketMap placement;

    private TestShards(PostgresServers servers, List<Node> nodes, BucketMap placement) {
        this.servers = servers;
        this.nodes = nodes;
        this.placement = placement;
    }

    /**
     * Installs the tier on all servers, or leaves it as it is, and makes the table {@code item}.
     */
    static TestShards install(PostgresServers servers) {
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < servers.size(); i++) {
            nodes.add(
                    new Node(
                            Tier.BUILDING,
                            name(i),
                            "zone-" + i,
                            100,
                            Node.State.ACTIVE,
                            servers.get(i).address()));
        }
        BucketMap placement =
                BucketMap.firstPlacement(Tier.BUILDING, nodes.stream().map(Node::name).toList());
        TestShards shards = new TestShards(servers, nodes, placement);
        shards.setup().install(CLUSTER, nodes, placement);
        for (PostgresServer server : servers.all()) {
            shards.asOwner(
                    server,
                    """
                    CREATE TABLE IF NOT EXISTS item (
                      bucket smallint NOT NULL, name text NOT NULL, value int NOT NULL DEFAULT 0,
                      PRIMARY KEY (bucket, name))\
                    """,
                    """
                    DO $$ BEGIN
                      IF NOT EXISTS (SELECT FROM pg_policy WHERE polrelid = 'item'::regclass) THEN
                        PERFORM plat.protect('item'); END IF; END $$\
                    """);
        }
        return shards;
    }

    static String name(int index) {
        return "building-" + (index + 1);
    }

    ShardSetup setup() {
        PostgresServer any = servers.first();
        return new ShardSetup(any.superuser(), any.superuserPassword(), PASSWORDS);
    }

    PostgresServer server(int index) {
        return servers.get(index);
    }

    List<Node> nodes() {
        return nodes;
    }

    BucketMap placement() {
        return placement;
    }

    /** The server that owns a bucket at first: they are dealt out in turn. */
    PostgresServer firstOwner(Bucket bucket) {
        return servers.get(bucket.number() % servers.size());
    }

    MemoryTopology topology() {
        MemoryTopology topology = new MemoryTopology(CLUSTER);
        nodes.forEach(topology::put);
        return topology.put(placement);
    }

    Connection app(PostgresServer server) throws SQLException {
        return server.connect(server.database(), RolePasswords.APP, PASSWORDS.app());
    }

    Connection scan(PostgresServer server) throws SQLException {
        return server.connect(server.database(), RolePasswords.SCAN, PASSWORDS.scan());
    }

    void asOwner(PostgresServer server, String... statements) {
        try (Connection connection =
                        server.connect(server.database(), RolePasswords.OWNER, PASSWORDS.owner());
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What {@code plat_bucket} says of the bucket on this server, from now on. */
    void state(PostgresServer server, Bucket bucket, String state, long epoch, String peer) {
        asOwner(
                server,
                "DELETE FROM plat.plat_bucket WHERE bucket = " + bucket.number(),
                "INSERT INTO plat.plat_bucket (bucket, state, epoch, peer, frozen_until) VALUES ("
                        + bucket.number()
                        + ", '"
                        + state
                        + "', "
                        + epoch
                        + ", "
                        + (peer.isEmpty() ? "NULL" : "'" + peer + "'")
                        + ", NULL)");
    }

    static String one(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? String.valueOf(row.getString(1)) : "nothing";
        }
    }

    /** By the superuser, whom row security does not bind. */
    static String asSuperuser(PostgresServer server, String sql) {
        try (Connection connection = server.connectAsSuperuser()) {
            return one(connection, sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static void asSuperuserDo(PostgresServer server, String sql) {
        asSuperuserDo(server, server.database(), sql);
    }

    static void asSuperuserDo(PostgresServer server, String database, String sql) {
        try (Connection connection =
                        server.connect(database, server.superuser(), server.superuserPassword());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
