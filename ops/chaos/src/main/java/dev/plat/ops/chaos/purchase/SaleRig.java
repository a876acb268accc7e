package dev.plat.ops.chaos.purchase;

import dev.plat.router.core.BucketMap;
import dev.plat.router.core.Instance;
import dev.plat.router.core.Node;
import dev.plat.router.postgres.RolePasswords;
import dev.plat.router.postgres.ShardSetup;
import dev.plat.router.registry.RegistryAdmin;
import dev.plat.router.registry.RegistrySettings;
import dev.plat.router.registry.ZooKeeperTopology;
import dev.plat.router.testkit.ChildLife;
import dev.plat.router.testkit.EmbeddedZooKeeper;
import dev.plat.router.testkit.Ports;
import dev.plat.router.testkit.PostgresBinaries;
import dev.plat.router.testkit.PostgresProcess;
import dev.plat.router.testkit.RedisProcess;
import dev.plat.schemas.Tier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What a sale needs on one machine: PostgreSQL, ZooKeeper, Redis, stand-ins for other services; the
 * machinery below the processes that sell.
 *
 * <p>Threads: for one, but for the clock.
 */
final class SaleRig implements AutoCloseable {

    static final String CARD_DATABASE = "card";

    private static final String ROOT = "/plat";
    private static final String SUPERUSER_PASSWORD = "super-pw";
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final RolePasswords PASSWORDS =
            new RolePasswords("owner-pw", "app-pw", "scan-pw", "mover-pw", "copy-pw");

    /** What is tried is who forgets what when it is killed; a disk that loses is another matter. */
    private static final Map<String, String> SETTINGS =
            Map.ofEntries(
                    Map.entry("wal_level", "logical"),
                    Map.entry("max_connections", "150"),
                    Map.entry("shared_buffers", "128MB"),
                    Map.entry("max_wal_size", "1GB"),
                    Map.entry("track_commit_timestamp", "on"),
                    Map.entry("jit", "off"));

    private final Path folder;
    private final int zooKeeperPort = Ports.free();
    private final int postgresPort = Ports.free();
    private final PostgresBinaries binaries = PostgresBinaries.embedded();
    private final RedisProcess redis;
    private final Others others;
    private EmbeddedZooKeeper zooKeeper;
    private PostgresProcess postgres;
    private ZooKeeperTopology topology;
    private volatile Duration ahead = Duration.ZERO;

    /** Returns when all of it answers. */
    SaleRig(Path folder) throws IOException, SQLException {
        this.folder = Files.createDirectories(folder);
        zooKeeper = newZooKeeper();
        binaries.initialise(
                folder.resolve("postgres"),
                SUPERUSER_PASSWORD,
                PostgresBinaries.Durability.THROWN_AWAY);
        postgres = newPostgres();
        redis =
                RedisProcess.start(
                        folder.resolve("redis"), Ports.free(), Map.of(), ChildLife.WITH_PARENT);
        install();
        others = new Others(this::now);
        Files.writeString(clock(), "PT0S");
        topology = announced();
    }

    private EmbeddedZooKeeper newZooKeeper() {
        return EmbeddedZooKeeper.start(folder.resolve("zookeeper"), zooKeeperPort, TICK);
    }

    private PostgresProcess newPostgres() {
        return PostgresProcess.start(
                binaries,
                folder.resolve("postgres"),
                postgresPort,
                SETTINGS,
                ChildLife.WITH_PARENT);
    }

    private void install() throws SQLException {
        String cluster = UUID.randomUUID().toString();
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + CARD_DATABASE);
        }
        try (RegistryAdmin registry = new RegistryAdmin(zooKeeper(), ROOT)) {
            registry.createCluster(cluster);
            for (Tier tier : List.of(Tier.PAYMENTS, Tier.CHECKOUT)) {
                Node node =
                        new Node(
                                tier,
                                tier.text() + "-1",
                                "zone-a",
                                100,
                                Node.State.ACTIVE,
                                "127.0.0.1:" + postgresPort + "/" + tier.text());
                BucketMap placement = BucketMap.firstPlacement(tier, List.of(node.name()));
                new ShardSetup(PostgresBinaries.SUPERUSER, SUPERUSER_PASSWORD, PASSWORDS)
                        .install(cluster, List.of(node), placement);
                registry.putNode(node);
                registry.putMap(placement);
            }
        }
    }

    private ZooKeeperTopology announced() {
        ZooKeeperTopology opened =
                ZooKeeperTopology.open(
                        new RegistrySettings(
                                zooKeeper(),
                                ROOT,
                                folder.resolve("stand"),
                                EnumSet.of(Tier.PAYMENTS)));
        for (String service : List.of("domains", "site-builder", "hosting")) {
            opened.announce(
                    new Instance(service, service, "127.0.0.1:" + others.port(), Instant.now()));
        }
        return opened;
    }

    Path folder() {
        return folder;
    }

    String zooKeeper() {
        return "127.0.0.1:" + zooKeeperPort;
    }

    String redis() {
        return "redis://127.0.0.1:" + redis.port();
    }

    int redisPort() {
        return redis.port();
    }

    Others others() {
        return others;
    }

    /** The file that turns the services' clocks. */
    Path clock() {
        return folder.resolve("clock");
    }

    /** What time it is for everybody who takes part. */
    Instant now() {
        return Instant.now().plus(ahead);
    }

    Duration ahead() {
        return ahead;
    }

    /** The services' clocks and the stand's. */
    void turn(Duration by) throws IOException {
        ahead = ahead.plus(by);
        Path part = Files.writeString(folder.resolve("clock.part"), ahead.toString());
        Files.move(part, clock(), StandardCopyOption.ATOMIC_MOVE);
    }

    /** As superuser. */
    Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + postgresPort + "/" + database,
                PostgresBinaries.SUPERUSER,
                SUPERUSER_PASSWORD);
    }

    String cardDatabase() {
        return "jdbc:postgresql://127.0.0.1:%d/%s?user=%s&password=%s"
                .formatted(
                        postgresPort,
                        CARD_DATABASE,
                        PostgresBinaries.SUPERUSER,
                        SUPERUSER_PASSWORD);
    }

    /** SIGKILL to the server and all its backends, and its start again after crash recovery. */
    void crashDatabase() {
        postgres.kill();
        postgres = newPostgres();
    }

    void stopZooKeeper() {
        zooKeeper.close();
    }

    void startZooKeeper() {
        zooKeeper = newZooKeeper();
    }

    @Override
    public void close() {
        topology.close();
        others.close();
        redis.stop();
        postgres.stop();
        zooKeeper.close();
    }
}
