package dev.plat.ops.bench.router;

import dev.plat.ops.bench.contender.Contender;
import dev.plat.ops.bench.contender.ContenderKind;
import dev.plat.ops.bench.contender.FirstAnswer;
import dev.plat.ops.bench.contender.Operation;
import dev.plat.ops.bench.rig.BenchTables;
import dev.plat.ops.bench.rig.Cluster;
import dev.plat.ops.bench.rig.Jvm;
import dev.plat.ops.bench.rig.Progress;
import dev.plat.router.testkit.ChildProcess;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Side by side in one JVM: in every round each contender has its turn at each operation, in an
 * order drawn anew, so that what the machine does meanwhile hits all of them.
 */
public final class Comparison {

    private static final int SERVERS = 2;
    private static final int CONNECTIONS_MAX = 300;
    private static final int BUCKETS = 256;
    private static final int ROWS = 200;
    private static final Duration START = Duration.ofMinutes(1);

    private final PrintStream out;
    private final Settings settings;
    private final Stretch stretch = new Stretch(BUCKETS, ROWS);

    /**
     * What to run.
     *
     * @param stretch of each contender in each round
     * @param warmUp the same before the first round
     */
    public record Settings(
            Path folder,
            List<Integer> threads,
            int rounds,
            Duration stretch,
            Duration warmUp,
            boolean quick,
            long seed) {}

    /**
     * What was found.
     *
     * @param startMillis from the start of a JVM to its first answered transaction
     */
    public record Found(
            List<Slot> slots,
            Map<ContenderKind, Map<Operation, Double>> trips,
            Map<ContenderKind, List<Long>> startMillis,
            LookUps lookUps) {}

    public Comparison(PrintStream out, Settings settings) {
        this.out = out;
        this.settings = settings;
    }

    public Found run() throws SQLException {
        out.println("starting " + SERVERS + " servers in " + settings.folder);
        try (Cluster cluster = Cluster.start(settings.folder, SERVERS, SERVERS, CONNECTIONS_MAX)) {
            BenchTables.create(cluster.nodes(), BUCKETS, ROWS);
            var trips = new Trips(cluster, stretch).count(settings.folder, settings.seed);
            List<Slot> slots = rounds(cluster);
            Map<ContenderKind, List<Long>> starts = starts(cluster);
            out.println("JMH measures the look-up");
            LookUps lookUps = LookUps.measure(cluster.zooKeeper(), settings.folder, settings.quick);
            return new Found(slots, trips, starts, lookUps);
        }
    }

    private ContenderKind.Place place(Cluster cluster, String name) {
        return new ContenderKind.Place(
                cluster.nodes(), cluster.zooKeeper(), Cluster.ROOT, settings.folder.resolve(name));
    }

    private List<Slot> rounds(Cluster cluster) throws SQLException {
        Map<ContenderKind, Contender> contenders = new EnumMap<>(ContenderKind.class);
        try {
            for (ContenderKind kind : ContenderKind.values()) {
                contenders.put(kind, kind.open(place(cluster, "registry")));
            }
            warmUp(contenders);
            return rounds(cluster, contenders);
        } finally {
            contenders.values().forEach(Contender::close);
        }
    }

    private void warmUp(Map<ContenderKind, Contender> contenders) {
        out.println("warming up");
        for (Contender contender : contenders.values()) {
            for (Operation operation : Operation.values()) {
                int most = Collections.max(settings.threads);
                stretch.run(contender, operation, most, settings.warmUp, settings.seed);
                stretch.run(contender, operation, 1, settings.warmUp, settings.seed);
            }
        }
    }

    private List<Slot> rounds(Cluster cluster, Map<ContenderKind, Contender> contenders)
            throws SQLException {
        Random order = new Random(settings.seed);
        List<Load> loads = loads();
        int turns = loads.size() * Operation.values().length * contenders.size();
        Progress progress = new Progress("turn", (long) turns * settings.rounds, out);
        List<Slot> slots = new ArrayList<>();
        for (int round = 1; round <= settings.rounds; round++) {
            for (Load load : loads) {
                cluster.synced(load.synced());
                for (Operation operation : Operation.values()) {
                    var turn = new ArrayList<>(contenders.entrySet());
                    Collections.shuffle(turn, order);
                    for (Map.Entry<ContenderKind, Contender> each : turn) {
                        Stretch.Seen seen =
                                stretch.run(
                                        each.getValue(),
                                        operation,
                                        load.threads(),
                                        settings.stretch,
                                        order.nextLong());
                        slots.add(slot(round, operation, load, each.getKey(), seen, cluster));
                        progress.at(
                                slots.size(),
                                "round %d, %s, %s".formatted(round, operation.text(), load.text()));
                    }
                }
            }
        }
        return slots;
    }

    /** With the disk, as in production; and one caller without it, to see the router alone. */
    private List<Load> loads() {
        List<Load> loads = new ArrayList<>(List.of(new Load(1, false)));
        settings.threads.forEach(threads -> loads.add(new Load(threads, true)));
        return loads;
    }

    private static Slot slot(
            int round,
            Operation operation,
            Load load,
            ContenderKind kind,
            Stretch.Seen seen,
            Cluster cluster)
            throws SQLException {
        int backends = 0;
        for (int server = 0; server < cluster.servers(); server++) {
            backends += backends(cluster, server, kind);
        }
        return new Slot(
                round,
                operation,
                load,
                kind,
                seen.transactions(),
                seen.seconds(),
                seen.nanos().getMean() / 1e3,
                seen.nanos().getValueAtPercentile(50) / 1e3,
                seen.nanos().getValueAtPercentile(99) / 1e3,
                (double) seen.bytes() / seen.transactions(),
                backends);
    }

    private static int backends(Cluster cluster, int server, ContenderKind kind)
            throws SQLException {
        try (Connection connection = cluster.superuser(server);
                PreparedStatement count =
                        connection.prepareStatement(
                                "SELECT count(*) FROM pg_stat_activity WHERE application_name = ?")) {
            count.setString(1, kind.applicationName());
            try (ResultSet row = count.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    private Map<ContenderKind, List<Long>> starts(Cluster cluster) {
        Map<ContenderKind, List<Long>> found = new EnumMap<>(ContenderKind.class);
        int rounds = settings.quick ? 1 : settings.rounds;
        Progress progress =
                new Progress("start", (long) rounds * ContenderKind.values().length, out);
        int done = 0;
        for (int round = 0; round < rounds; round++) {
            for (ContenderKind kind : ContenderKind.values()) {
                found.computeIfAbsent(kind, _ -> new ArrayList<>())
                        .add(start(cluster, kind, round));
                progress.at(++done, kind.text());
            }
        }
        return found;
    }

    private long start(Cluster cluster, ContenderKind kind, int round) {
        String name = "start-" + kind.applicationName() + "-" + round;
        Path log = settings.folder.resolve(name + ".log");
        ChildProcess process =
                Jvm.start(
                        log,
                        List.of("-Xmx256m"),
                        FirstAnswer.arguments(kind, place(cluster, name)));
        try {
            process.handle().onExit().get(START.toSeconds(), TimeUnit.SECONDS);
            return FirstAnswer.of(Files.readAllLines(log));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a process starts", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("no answer in " + START + ", see " + log, e);
        } finally {
            process.kill();
        }
    }
}
