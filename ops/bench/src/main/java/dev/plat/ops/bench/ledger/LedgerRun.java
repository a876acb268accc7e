package dev.plat.ops.bench.ledger;

import dev.plat.ops.bench.rig.Cluster;
import dev.plat.ops.bench.rig.Progress;
import dev.plat.ops.bench.rig.Target;
import dev.plat.payments.ledger.verify.Finding;
import dev.plat.router.core.Router;
import dev.plat.router.core.Topology;
import dev.plat.router.postgres.PostgresRouter;
import dev.plat.router.postgres.PostgresSettings;
import dev.plat.router.registry.RegistrySettings;
import dev.plat.router.registry.ZooKeeperTopology;
import dev.plat.schemas.Tier;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;

/** The whole measurement, on one shard of its own with fsync on. */
public final class LedgerRun {

    private static final int CONNECTIONS_MAX = 100;
    private static final int SOCKETS = 40;
    private static final int READERS = 2;
    private static final int FILL_BATCH = 100;

    /** What must be borne at a p99 of 25 ms. */
    static final int RATE_ONE_BY_ONE = 1_500;

    static final int RATE_BATCHED = 5_000;

    private final Settings settings;
    private final PrintStream out;

    public LedgerRun(Settings settings, PrintStream out) {
        this.settings = settings;
        this.out = out;
    }

    /**
     * What is measured.
     *
     * @param folder a new one
     * @param turn of each way of writing in a round
     * @param steady at each fixed rate
     * @param batch journals
     * @param buckets that are written, from 0
     * @param entries proved at the end, at least
     */
    public record Settings(
            Path folder,
            int rounds,
            Duration turn,
            Duration steady,
            int clients,
            int batch,
            int buckets,
            int entries,
            long seed) {}

    /** One turn. */
    record Turn(
            int round,
            Way way,
            String writing,
            long journals,
            double perSecond,
            double p50Millis,
            double p99Millis) {}

    /** One stretch at a fixed rate. */
    record Steady(
            Way way,
            int asked,
            double perSecond,
            double p50Millis,
            double p99Millis,
            double maxMillis) {}

    /** All that was found. */
    record Found(
            List<Turn> turns,
            List<Steady> steady,
            long entries,
            double provedPerSecond,
            List<String> findings,
            String planted) {}

    /** Measures, prints, keeps the raw results, and returns the targets. */
    public List<Target> run() throws SQLException {
        try (Cluster cluster =
                        Cluster.start(Tier.PAYMENTS, settings.folder, 1, 1, CONNECTIONS_MAX);
                Topology topology = topology(cluster);
                Router router = router(topology)) {
            String address = cluster.nodes().getFirst().address();
            bareTables(address);
            Found found = measure(cluster, router, new Proof(address, settings.buckets, out));
            return LedgerReport.write(found, settings, out);
        }
    }

    private Found measure(Cluster cluster, Router router, Proof proof) throws SQLException {
        Writing ledger = new Posting(router);
        Writing bare = new BareInsert(router);
        Clients clients = new Clients(settings.clients, settings.buckets, settings.seed);
        clients.openAccounts(ledger);
        List<Turn> turns = turns(clients, List.of(ledger, bare));
        List<Steady> steady =
                List.of(
                        steady(clients, ledger, Way.ONE_BY_ONE, RATE_ONE_BY_ONE),
                        steady(clients, ledger, Way.BATCHED, RATE_BATCHED));
        fill(clients, ledger, proof);
        Proof.Seen seen = proof.verify(READERS);
        return new Found(
                turns,
                steady,
                seen.verdict().entries(),
                seen.perSecond(),
                seen.verdict().findings().stream().map(Finding::toString).toList(),
                planted(cluster, proof));
    }

    /** In an order drawn anew in each round; the first, which warms up, does not count. */
    private List<Turn> turns(Clients clients, List<Writing> writings) {
        Random random = new Random(settings.seed);
        List<Turn> turns = new ArrayList<>();
        Progress bar = new Progress("turns", (settings.rounds + 1L) * Way.values().length * 2, out);
        long done = 0;
        for (int round = 0; round <= settings.rounds; round++) {
            for (Way way : Way.values()) {
                List<Writing> order = new ArrayList<>(writings);
                Collections.shuffle(order, random);
                for (Writing writing : order) {
                    Clients.Seen seen =
                            clients.closed(writing, way.journals(settings.batch), settings.turn);
                    Turn turn =
                            new Turn(
                                    round,
                                    way,
                                    writing.name(),
                                    seen.journals(),
                                    seen.perSecond(),
                                    seen.millis(50),
                                    seen.millis(99));
                    if (round > 0) {
                        turns.add(turn);
                    }
                    bar.at(++done, "%s %s".formatted(writing.name(), way.text()));
                }
            }
        }
        return turns;
    }

    private Steady steady(Clients clients, Writing writing, Way way, int rate) {
        Clients.Seen seen =
                clients.open(writing, way.journals(settings.batch), rate, settings.steady);
        return new Steady(
                way, rate, seen.perSecond(), seen.millis(50), seen.millis(99), seen.millis(100));
    }

    private void fill(Clients clients, Writing ledger, Proof proof) throws SQLException {
        long have = proof.entries();
        Progress bar = new Progress("filling up to entries", settings.entries, out);
        while (have < settings.entries) {
            clients.closed(ledger, FILL_BATCH, Duration.ofSeconds(1));
            have = proof.entries();
            bar.at(have, "");
        }
    }

    /** One cent moved by somebody for whom no rule holds: what the proof says of it. */
    private String planted(Cluster cluster, Proof proof) throws SQLException {
        String address = cluster.nodes().getFirst().address();
        String sql =
                """
                UPDATE entry SET amount = amount + 1, next = next + 1
                 WHERE bucket = %d AND account_id = 1 AND version = 3\
                """
                        .formatted(settings.buckets / 2);
        try (Connection connection = cluster.superuser(0, address.split("/", 2)[1]);
                Statement statement = connection.createStatement()) {
            statement.execute("SET session_replication_role = replica");
            statement.execute(sql);
        }
        return String.join(
                "; ",
                proof.verify(READERS).verdict().findings().stream()
                        .map(Finding::toString)
                        .toList());
    }

    private void bareTables(String address) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(
                                "jdbc:postgresql://" + address,
                                Cluster.OWNER,
                                Cluster.PASSWORDS.owner());
                Statement statement = connection.createStatement()) {
            for (String each : BareInsert.TABLES) {
                statement.execute(each);
            }
        }
    }

    private Topology topology(Cluster cluster) {
        return ZooKeeperTopology.open(
                new RegistrySettings(
                        cluster.zooKeeper(),
                        Cluster.ROOT,
                        settings.folder.resolve("router"),
                        EnumSet.of(Tier.PAYMENTS)));
    }

    private static Router router(Topology topology) {
        return PostgresRouter.open(
                Tier.PAYMENTS,
                topology,
                PostgresSettings.of("bench", Cluster.PASSWORDS.app(), Cluster.PASSWORDS.scan())
                        .withSocketsMax(SOCKETS)
                        .withPatience(Duration.ofSeconds(30)));
    }
}
