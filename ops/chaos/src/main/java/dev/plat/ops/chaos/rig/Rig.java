package dev.plat.ops.chaos.rig;

import dev.plat.ops.chaos.writer.WriterSettings;
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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * One tier on a few PostgreSQL servers, durable as in production, with a ZooKeeper in this JVM.
 * Every bucket begins on a server in turn.
 *
 * <p>Threads: for one.
 */
public final class Rig implements Stage, AutoCloseable {

    public static final Tier TIER = Tier.BUILDING;
    public static final String REGISTRY_ROOT = "/plat";
    public static final RolePasswords PASSWORDS =
            new RolePasswords("owner-pw", "app-pw", "scan-pw", "mover-pw", "copy-pw");
    private static final String SUPERUSER_PASSWORD = "super-pw";
    private static final int WEIGHT = 100;
    private static final int WRITER_HEAP_MIB = 128;

    /** A killed controller's session ends after 20 of them. */
    private static final Duration TICK = Duration.ofMillis(100);

    /** As the local cluster's, smaller. */
    private static final Map<String, String> SETTINGS =
            Map.ofEntries(
                    Map.entry("wal_level", "logical"),
                    Map.entry("max_connections", "200"),
                    Map.entry("shared_buffers", "128MB"),
                    Map.entry("max_wal_senders", "20"),
                    Map.entry("max_replication_slots", "20"),
                    Map.entry("max_worker_processes", "30"),
                    Map.entry("max_logical_replication_workers", "20"),
                    Map.entry("max_sync_workers_per_subscription", "2"),
                    Map.entry("max_wal_size", "1GB"),
                    Map.entry("wal_retrieve_retry_interval", "200ms"),
                    Map.entry("track_commit_timestamp", "on"),
                    Map.entry("jit", "off"));

    private final Path folder;
    private final String cluster = UUID.randomUUID().toString();
    private final PostgresBinaries binaries = PostgresBinaries.embedded();
    private final List<PostgresProcess> servers = new ArrayList<>();
    private final List<Node> nodes = new ArrayList<>();
    private final int zooKeeperPort = Ports.free();
    private EmbeddedZooKeeper zooKeeper;

    private Rig(Path folder) {
        this.folder = folder;
        this.zooKeeper = newZooKeeper();
    }

    /**
     * Returns when the tier is ready.
     *
     * @param folder a new one; stays after the end
     */
    public static Rig start(Path folder, int servers) {
        try {
            Files.createDirectories(folder.resolve("accounts"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Rig rig = new Rig(folder);
        for (int i = 0; i < servers; i++) {
            rig.addServer();
        }
        rig.install();
        return rig;
    }

    public String zooKeeper() {
        return "127.0.0.1:" + zooKeeperPort;
    }

    public int zooKeeperPort() {
        return zooKeeperPort;
    }

    public String cluster() {
        return cluster;
    }

    @Override
    public Path accounts() {
        return folder.resolve("accounts");
    }

    public Path folder() {
        return folder;
    }

    @Override
    public List<Node> nodes() {
        return List.copyOf(nodes);
    }

    /** SIGKILL to a server and all its backends, and its start again after crash recovery. */
    public void crash(int server) {
        killServer(server);
        startServer(server);
    }

    public void killServer(int server) {
        servers.get(server).kill();
    }

    public void startServer(int server) {
        servers.set(server, run(server, servers.get(server).port()));
    }

    /** Makes more databases of its servers into shards. */
    public ShardSetup setup() {
        return new ShardSetup(PostgresBinaries.SUPERUSER, SUPERUSER_PASSWORD, PASSWORDS);
    }

    /** Everybody's connection ends, and nobody listens on its port until it is started again. */
    public void stopZooKeeper() {
        zooKeeper.close();
    }

    /** On the same port, with what it knew. */
    public void startZooKeeper() {
        zooKeeper = newZooKeeper();
    }

    public Connection connect(int server, String user, String password) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://" + nodes.get(server).address(), user, password);
    }

    @Override
    public Connection connect(int server) throws SQLException {
        return connect(server, PostgresBinaries.SUPERUSER, SUPERUSER_PASSWORD);
    }

    public int port(int server) {
        return servers.get(server).port();
    }

    /**
     * A process that writes into the tier.
     *
     * @param before what its command line begins with, usually nothing
     */
    public LabProcess writer(List<String> before, WriterSettings settings) {
        return LabProcess.start(
                before,
                folder.resolve(settings.name() + ".log"),
                WRITER_HEAP_MIB,
                settings.arguments());
    }

    @Override
    public void close() {
        servers.forEach(PostgresProcess::stop);
        zooKeeper.close();
    }

    private EmbeddedZooKeeper newZooKeeper() {
        return EmbeddedZooKeeper.start(folder.resolve("zookeeper"), zooKeeperPort, TICK);
    }

    private void addServer() {
        int number = servers.size();
        int port = Ports.free();
        binaries.initialise(
                folder.resolve("postgres-" + number),
                SUPERUSER_PASSWORD,
                PostgresBinaries.Durability.KEPT);
        servers.add(run(number, port));
        nodes.add(
                new Node(
                        TIER,
                        TIER.text() + "-" + (number + 1),
                        "zone-" + (number + 1),
                        WEIGHT,
                        Node.State.ACTIVE,
                        "127.0.0.1:" + port + "/" + TIER.text()));
    }

    private PostgresProcess run(int server, int port) {
        return PostgresProcess.start(
                binaries,
                folder.resolve("postgres-" + server),
                port,
                SETTINGS,
                ChildLife.WITH_PARENT);
    }

    private void install() {
        BucketMap placement =
                BucketMap.firstPlacement(TIER, nodes.stream().map(Node::name).toList());
        setup().install(cluster, nodes, placement);
        try (RegistryAdmin registry = new RegistryAdmin(zooKeeper(), REGISTRY_ROOT)) {
            registry.createCluster(cluster);
            nodes.forEach(registry::putNode);
            registry.putMap(placement);
        }
    }
}
