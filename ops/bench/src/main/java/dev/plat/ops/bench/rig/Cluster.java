package dev.plat.ops.bench.rig;

import dev.plat.router.core.BucketMap;
import dev.plat.router.core.Node;
import dev.plat.router.postgres.RolePasswords;
import dev.plat.router.postgres.ShardSetup;
import dev.plat.router.registry.RegistryAdmin;
import dev.plat.router.testkit.ChildLife;
import dev.plat.router.testkit.EmbeddedZooKeeper;
import dev.plat.router.testkit.Ports;
import dev.plat.router.testkit.PostgresBinaries;
import dev.plat.router.testkit.PostgresProcess;
import dev.plat.schemas.Tier;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * One tier of databases on a few PostgreSQL servers, durable as in production, with a ZooKeeper in
 * this JVM. Every bucket lies on a shard in turn: bucket b on shard b modulo their number.
 *
 * <p>Threads: for one.
 */
public final class Cluster implements AutoCloseable {

    public static final Tier TIER = Tier.BUILDING;
    public static final String ROOT = "/plat";

    /** Who owns the tables; row security does not bind it. */
    public static final String OWNER = "plat_owner";

    public static final RolePasswords PASSWORDS =
            new RolePasswords("owner-pw", "app-pw", "scan-pw", "mover-pw", "copy-pw");
    private static final String SUPERUSER_PASSWORD = "super-pw";
    private static final int WEIGHT = 100;
    private static final int LOOKS_MAX = 500;
    private static final Duration TICK = Duration.ofSeconds(1);

    /** As the local cluster's. */
    private static final Map<String, String> SETTINGS =
            Map.ofEntries(
                    Map.entry("wal_level", "logical"),
                    Map.entry("shared_buffers", "128MB"),
                    Map.entry("max_wal_size", "2GB"),
                    Map.entry("track_commit_timestamp", "on"),
                    Map.entry("jit", "off"));

    private final String cluster = UUID.randomUUID().toString();
    private final List<PostgresProcess> servers = new ArrayList<>();
    private final List<Node> nodes = new ArrayList<>();
    private final Tier tier;
    private final EmbeddedZooKeeper zooKeeper;

    private Cluster(Tier tier, Path folder) {
        this.tier = tier;
        this.zooKeeper = EmbeddedZooKeeper.start(folder.resolve("zookeeper"), Ports.free(), TICK);
    }

    /**
     * Returns when the tier is ready.
     *
     * @param folder a new one; stays after the end
     * @param shards databases, dealt out to the servers in turn
     * @param connectionsMax of each server
     */
    public static Cluster start(Path folder, int servers, int shards, int connectionsMax) {
        return start(TIER, folder, servers, shards, connectionsMax);
    }

    /** The same, of another tier. */
    public static Cluster start(
            Tier tier, Path folder, int servers, int shards, int connectionsMax) {
        Cluster cluster = new Cluster(tier, folder);
        try {
            for (int i = 0; i < servers; i++) {
                cluster.addServer(folder.resolve("postgres-" + i), connectionsMax);
            }
            for (int i = 0; i < shards; i++) {
                cluster.addShard(i);
            }
            cluster.install();
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    public String zooKeeper() {
        return zooKeeper.connectString();
    }

    public List<Node> nodes() {
        return List.copyOf(nodes);
    }

    public int servers() {
        return servers.size();
    }

    /** As a superuser, in the server's own database. */
    public Connection superuser(int server) throws SQLException {
        return superuser(server, "postgres");
    }

    /** As a superuser. */
    public Connection superuser(int server, String database) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + servers.get(server).port() + "/" + database,
                PostgresBinaries.SUPERUSER,
                SUPERUSER_PASSWORD);
    }

    /** Whether servers wait for their disks; at the beginning they do. */
    public void synced(boolean waits) throws SQLException {
        for (int server = 0; server < servers.size(); server++) {
            try (Connection connection = superuser(server);
                    Statement statement = connection.createStatement()) {
                statement.execute("ALTER SYSTEM SET fsync = " + waits);
                statement.execute("SELECT pg_reload_conf()");
            }
            awaitFsync(server, waits ? "on" : "off");
        }
    }

    /** A reload is carried out at some later moment, and seen by who signs in after it. */
    private void awaitFsync(int server, String wanted) throws SQLException {
        for (int look = 0; look < LOOKS_MAX; look++) {
            try (Connection connection = superuser(server);
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SHOW fsync")) {
                row.next();
                if (row.getString(1).equals(wanted)) {
                    return;
                }
            }
        }
        throw new IllegalStateException("fsync did not become " + wanted);
    }

    /** A second registry of the same tier, which names other addresses for its shards. */
    public void publish(String root, List<Node> known) {
        try (RegistryAdmin registry = new RegistryAdmin(zooKeeper(), root)) {
            registry.createCluster(cluster);
            known.forEach(registry::putNode);
            registry.putMap(placement());
        }
    }

    @Override
    public void close() {
        servers.forEach(PostgresProcess::stop);
        zooKeeper.close();
    }

    private BucketMap placement() {
        return BucketMap.firstPlacement(tier, nodes.stream().map(Node::name).toList());
    }

    private void addServer(Path data, int connectionsMax) {
        PostgresBinaries binaries = PostgresBinaries.embedded();
        binaries.initialise(data, SUPERUSER_PASSWORD, PostgresBinaries.Durability.KEPT);
        Map<String, String> settings = new HashMap<>(SETTINGS);
        settings.put("max_connections", Integer.toString(connectionsMax));
        servers.add(
                PostgresProcess.start(
                        binaries, data, Ports.free(), settings, ChildLife.WITH_PARENT));
    }

    private void addShard(int number) {
        int server = number % servers.size();
        nodes.add(
                new Node(
                        tier,
                        "shard-%02d".formatted(number),
                        "zone-" + server,
                        WEIGHT,
                        Node.State.ACTIVE,
                        "127.0.0.1:%d/%s_%02d"
                                .formatted(servers.get(server).port(), tier.text(), number)));
    }

    private void install() {
        new ShardSetup(PostgresBinaries.SUPERUSER, SUPERUSER_PASSWORD, PASSWORDS)
                .install(cluster, nodes, placement());
        publish(ROOT, nodes);
    }
}
