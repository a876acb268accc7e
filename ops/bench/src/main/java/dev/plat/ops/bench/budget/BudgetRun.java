package dev.plat.ops.bench.budget;

import dev.plat.ops.bench.rig.BenchTables;
import dev.plat.ops.bench.rig.Cluster;
import dev.plat.ops.bench.rig.Jvm;
import dev.plat.ops.bench.rig.Progress;
import dev.plat.ops.bench.rig.Target;
import dev.plat.router.postgres.PostgresSettings;
import dev.plat.router.testkit.ChildProcess;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Many shards, many router processes: first more callers than anybody can serve, then a steady load
 * without and with a whale in turn.
 */
public final class BudgetRun {

    private static final int ROWS = 50;
    private static final int CONNECTIONS_SPARE = 40;
    private static final int HEAP_MIB = 128;
    private static final int WHALE_TIMES = 50;
    private static final long GAP_MILLIS = 1500;
    // After the warm-up: what has piled up before cold processes is answered by then.
    private static final long DRAIN_MILLIS = PostgresSettings.PATIENCE.toMillis();
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final Duration READY = Duration.ofMinutes(2);
    private static final Duration LATE = Duration.ofSeconds(40);

    private final PrintStream out;
    private final Settings settings;

    /**
     * What to run.
     *
     * @param sockets of each process
     * @param callers of all processes together
     * @param bucketsPerShard that are called
     * @param perBucket requests a second of each bucket, from all processes together
     * @param rounds of calm and whale
     */
    public record Settings(
            Path folder,
            int servers,
            int shards,
            int processes,
            int sockets,
            int callers,
            int bucketsPerShard,
            double perBucket,
            Duration warm,
            Duration flood,
            int rounds,
            Duration phase,
            long seed) {

        public int budget() {
            return processes * sockets;
        }

        int buckets() {
            return shards * bucketsPerShard;
        }
    }

    /**
     * What was found.
     *
     * @param beginMillis the phases' common beginning, since 1970
     * @param most backends seen at any time
     */
    record Found(
            long beginMillis,
            Map<Phase, Answers> answers,
            List<Backends.Sample> samples,
            int most) {}

    public BudgetRun(PrintStream out, Settings settings) {
        this.out = out;
        this.settings = settings;
    }

    /** Runs, writes down, prints, and returns the targets. */
    public List<Target> run() throws SQLException {
        return BudgetReport.write(measure(), settings, out);
    }

    private Found measure() throws SQLException {
        out.printf(
                "starting %d servers with %d shards in %s%n",
                settings.servers, settings.shards, settings.folder);
        List<ChildProcess> processes = new ArrayList<>();
        try (Cluster cluster =
                Cluster.start(
                        settings.folder,
                        settings.servers,
                        settings.shards,
                        settings.budget() + CONNECTIONS_SPARE)) {
            BenchTables.create(cluster.nodes(), settings.buckets(), ROWS);
            List<Phase> phases = phases();
            Signs signs = new Signs(settings.folder);
            try (Backends backends = Backends.of(cluster)) {
                for (int i = 0; i < settings.processes; i++) {
                    processes.add(start(i, cluster, signs, phases));
                }
                awaitReady(signs, processes);
                watch(signs, processes, phases, backends);
                return new Found(
                        signs.beginning(),
                        collect(signs, phases),
                        backends.samples(),
                        backends.most());
            } finally {
                processes.forEach(ChildProcess::kill);
            }
        }
    }

    private List<Phase> phases() {
        List<Phase> phases = new ArrayList<>();
        long at = append(phases, Phase.Kind.WARM, 0, 0, settings.warm) + DRAIN_MILLIS;
        for (int round = 1; round <= settings.rounds; round++) {
            boolean whaleFirst = round % 2 == 0;
            Phase.Kind first = whaleFirst ? Phase.Kind.WHALE : Phase.Kind.CALM;
            Phase.Kind second = whaleFirst ? Phase.Kind.CALM : Phase.Kind.WHALE;
            at = append(phases, first, round, at, settings.phase);
            at = append(phases, second, round, at, settings.phase);
        }
        append(phases, Phase.Kind.FLOOD, 0, at, settings.flood);
        return phases;
    }

    private static long append(
            List<Phase> phases, Phase.Kind kind, int round, long fromMillis, Duration length) {
        phases.add(new Phase(kind, round, fromMillis, length.toMillis()));
        return fromMillis + length.toMillis() + GAP_MILLIS;
    }

    private ChildProcess start(int number, Cluster cluster, Signs signs, List<Phase> phases) {
        String name = name(number);
        double share = 1.0 / settings.processes;
        Signs.write(
                signs.settings(name),
                new RouterSettings(
                        name,
                        cluster.zooKeeper(),
                        settings.folder.toString(),
                        settings.sockets,
                        settings.shards,
                        settings.buckets(),
                        ROWS,
                        settings.callers / settings.processes,
                        (settings.buckets() - 1) * settings.perBucket * share,
                        WHALE_TIMES * settings.perBucket * share,
                        settings.seed + number,
                        phases));
        return Jvm.start(
                settings.folder.resolve(name + ".log"),
                List.of("-Xmx" + HEAP_MIB + "m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                List.of(RouterProcess.class.getName(), signs.settings(name).toString()));
    }

    private void awaitReady(Signs signs, List<ChildProcess> processes) {
        Progress progress = new Progress("process", settings.processes, out);
        long end = System.nanoTime() + READY.toNanos();
        int ready = 0;
        while (ready < settings.processes) {
            if (System.nanoTime() - end > 0 || !processes.get(ready).alive()) {
                throw new IllegalStateException(
                        name(ready) + " did not start, see its log in " + settings.folder);
            }
            if (signs.isReady(name(ready))) {
                progress.at(++ready, "ready");
            } else {
                LockSupport.parkNanos(LOOK_NANOS);
            }
        }
    }

    private void watch(
            Signs signs, List<ChildProcess> processes, List<Phase> phases, Backends backends)
            throws SQLException {
        long begin = System.currentTimeMillis() + GAP_MILLIS;
        signs.begin(begin);
        long last = phases.getLast().fromMillis() + phases.getLast().millis();
        Progress progress = new Progress("millisecond", last, out);
        while (processes.stream().anyMatch(ChildProcess::alive)) {
            int now = backends.look();
            long at = System.currentTimeMillis() - begin;
            if (at > last + LATE.toMillis()) {
                throw new IllegalStateException("processes do not end, see " + settings.folder);
            }
            progress.at(
                    Math.clamp(at, 0, last - 1),
                    "%s, %d backends of %d".formatted(during(phases, at), now, settings.budget()));
            LockSupport.parkNanos(LOOK_NANOS);
        }
        progress.at(last, "done");
    }

    private static String during(List<Phase> phases, long at) {
        return phases.stream()
                .filter(phase -> phase.fromMillis() <= at)
                .reduce((_, later) -> later)
                .map(phase -> phase.kind().toString())
                .orElse("begin");
    }

    private Map<Phase, Answers> collect(Signs signs, List<Phase> phases) {
        Map<Phase, Answers> all = new LinkedHashMap<>();
        phases.forEach(phase -> all.put(phase, new Answers()));
        for (int i = 0; i < settings.processes; i++) {
            for (Answers.Written each : signs.results(name(i)).phases()) {
                all.getOrDefault(each.phase(), new Answers()).add(each);
            }
        }
        return all;
    }

    private static String name(int number) {
        return "router-" + number;
    }
}
