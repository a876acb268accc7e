package dev.plat.ops.chaos.grow;

import dev.plat.ops.chaos.rig.Audit;
import dev.plat.ops.chaos.rig.LabProcess;
import dev.plat.ops.chaos.writer.Account;
import dev.plat.ops.chaos.writer.Latencies;
import dev.plat.ops.chaos.writer.WriterSettings;
import dev.plat.router.core.move.MoveProgress;
import dev.plat.router.core.orders.Order;
import dev.plat.schemas.Bucket;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/**
 * Finds out what the system can do, loads it with a share of that, and then grows it, goes back,
 * and drains its first server, while every answer is written down. Latencies are those of an open
 * loop: an operation that should have begun and could not counts its waiting.
 */
public final class GrowUnderLoad {

    private static final int THREADS = 16;
    // More than work at once: those that wait for a bucket must not keep the others' operations.
    private static final int OPEN_LOOP_THREADS = 64;
    private static final int READ_PERCENT = 50;
    private static final int STEP_PERCENT = 5;
    private static final String STEADY = "steady";
    private static final int HEAP_MIB = 256;
    private static final Duration WARM = Duration.ofSeconds(10);

    private final PrintStream out;
    private final Settings settings;

    public GrowUnderLoad(PrintStream out, Settings settings) {
        this.out = out;
        this.settings = settings;
    }

    /**
     * One run.
     *
     * @param percent of what the system can do, where no rate is given
     * @param rate operations a second; 0 to find one
     * @param onlyAdd to end when the server is added
     * @param window of the measurements without a move, before and after
     */
    public record Settings(
            Path home,
            Path data,
            int portBase,
            int percent,
            int rate,
            boolean onlyAdd,
            Duration window,
            long seed) {}

    public Verdict run() throws SQLException {
        List<Window> windows = new ArrayList<>();
        try (RunningCluster cluster =
                RunningCluster.up(settings.home, settings.data, settings.portBase, out)) {
            int rate = settings.rate > 0 ? settings.rate : share(capacity(cluster));
            LabProcess writer = writer(cluster, STEADY, rate);
            double worstOff;
            List<MoveProgress> moves;
            try {
                pause(WARM);
                windows.add(window(cluster, "steady", () -> pause(settings.window)));
                windows.add(
                        window(
                                cluster,
                                "shard add",
                                () -> cluster.plat("shard", "add", "local", "--soak", "1h")));
                worstOff = cluster.worstOffPercent();
                moves = cluster.progress();
                windows.add(window(cluster, "soaking", () -> pause(settings.window)));
                if (!settings.onlyAdd) {
                    thereAndBack(cluster, windows);
                }
            } finally {
                writer.stop();
            }
            Audit.Result audit = new Audit(cluster).run(false);
            long errors =
                    // The search for the load asks for too much on purpose.
                    Account.readAll(cluster.accounts()).stream()
                            .filter(entry -> entry.key().startsWith(STEADY + "."))
                            .filter(entry -> entry.word() != Account.Word.ACKNOWLEDGED)
                            .peek(entry -> out.println("error at a client: " + entry))
                            .count();
            cluster.plat("shard", "verify");
            return new Verdict(windows, worstOff, moves, audit, errors);
        }
    }

    private void thereAndBack(RunningCluster cluster, List<Window> windows) {
        windows.add(window(cluster, "rollback", () -> rollback(cluster)));
        windows.add(window(cluster, "rebalance, to the end", () -> rebalance(cluster)));
        windows.add(window(cluster, "drain of the first server", () -> drain(cluster)));
        windows.add(window(cluster, "steady again", () -> pause(settings.window)));
    }

    private int share(double most) {
        int rate = (int) (most * settings.percent / 100);
        out.printf("it can do %.0f operations a second; from now on %d%n", most, rate);
        return rate;
    }

    /**
     * How many operations a second it answers in time when they come by themselves. A closed loop
     * does more, as none of its operations comes before the one ahead of it is done: it is where
     * the search begins.
     */
    private double capacity(RunningCluster cluster) {
        double most = measured(cluster, "closed loop", 0).perSecond();
        for (int percent = 100; percent > 0; percent -= STEP_PERCENT) {
            int rate = (int) (most * percent / 100);
            if (measured(cluster, "open loop " + rate, rate).keepsUpWith(rate)) {
                return rate;
            }
        }
        throw new IllegalStateException("it keeps up with no rate");
    }

    private Window measured(RunningCluster cluster, String name, int rate) {
        LabProcess writer = writer(cluster, name.replace(' ', '-'), rate);
        pause(WARM);
        Window measured = window(cluster, name, () -> pause(settings.window));
        writer.stop();
        return measured;
    }

    private static void rollback(RunningCluster cluster) {
        for (String order : soaking(cluster)) {
            cluster.plat("shard", "rollback", order);
        }
    }

    private static void rebalance(RunningCluster cluster) {
        for (String tier : List.of("building", "hosting", "domains", "payments", "checkout")) {
            cluster.plat("shard", "rebalance", "--tier", tier, "--soak", "1s");
        }
        finish(cluster);
    }

    private static void drain(RunningCluster cluster) {
        for (String shard :
                List.of("building-1", "hosting-1", "domains-1", "payments-1", "checkout-1")) {
            cluster.plat("shard", "drain", shard, "--soak", "1s");
        }
        finish(cluster);
    }

    private static void finish(RunningCluster cluster) {
        for (String order : soaking(cluster)) {
            cluster.plat("shard", "finish", order);
        }
        Set<Order.State> open =
                cluster.orders().stream()
                        .map(Order::state)
                        .filter(state -> !state.ended())
                        .collect(Collectors.toSet());
        if (!open.isEmpty()) {
            throw new IllegalStateException("orders have not ended: " + open);
        }
    }

    private static List<String> soaking(RunningCluster cluster) {
        return cluster.orders().stream()
                .filter(order -> order.state() == Order.State.SOAKING)
                .map(Order::id)
                .toList();
    }

    private Window window(RunningCluster cluster, String name, Runnable work) {
        long from = System.currentTimeMillis();
        work.run();
        long to = System.currentTimeMillis();
        pause(Duration.ofSeconds(2)); // the last histogram of the time is written down by then
        Histogram micros = Latencies.between(cluster.accounts(), from, to);
        Window window = new Window(name, (to - from) / 1e3, micros.getTotalCount(), micros);
        out.println(window.line(window));
        cluster.buckets().forEach((tier, counts) -> out.println("  " + tier + " " + counts));
        return window;
    }

    private LabProcess writer(RunningCluster cluster, String name, int perSecond) {
        return LabProcess.start(
                List.of(),
                settings.data.resolve(name + ".log"),
                HEAP_MIB,
                new WriterSettings(
                                name,
                                name,
                                cluster.zooKeeper(),
                                cluster.secret("postgres.app.password"),
                                cluster.secret("postgres.scan.password"),
                                cluster.accounts(),
                                0,
                                Bucket.COUNT - 1,
                                perSecond == 0 ? THREADS : OPEN_LOOP_THREADS,
                                perSecond,
                                READ_PERCENT,
                                settings.seed)
                        .arguments());
    }

    private static void pause(Duration length) {
        long end = System.nanoTime() + length.toNanos();
        while (end - System.nanoTime() > 0) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }
}
