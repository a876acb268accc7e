package dev.plat.ops.chaos.registry;

import dev.plat.ops.chaos.rig.Audit;
import dev.plat.ops.chaos.rig.Controllers;
import dev.plat.ops.chaos.rig.Leftovers;
import dev.plat.ops.chaos.rig.Progress;
import dev.plat.ops.chaos.rig.Rig;
import dev.plat.ops.chaos.writer.Latencies;
import dev.plat.router.core.orders.Order;
import dev.plat.schemas.Bucket;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/**
 * ZooKeeper ends in the middle of a move: the buckets of its second swap have just been handed over
 * and are not yet granted, so nobody can write to them. Routers serve on and are restarted, from
 * their snapshots, while it is away. The buckets must be granted all the same; the move must stand
 * still then, and end by itself when ZooKeeper is back.
 */
public final class RegistryOutage {

    private static final int BUCKETS = 64;
    private static final int TRAVELLING = 24;
    private static final String STATES =
            """
            SELECT string_agg(n || ' ' || state, ', ' ORDER BY state) FROM
              (SELECT state, count(*) AS n FROM plat.plat_bucket
               WHERE bucket < %d AND bucket %% 2 = 0 GROUP BY state) s\
            """
                    .formatted(2 * TRAVELLING);

    /** A controller's client is told at once that its connection is gone. */
    private static final Duration NOTICED = Duration.ofMillis(500);

    private static final Duration STEP = Duration.ofSeconds(60);
    private static final Duration STILL_AFTER = Duration.ofSeconds(5);

    private final PrintStream out;

    public RegistryOutage(PrintStream out) {
        this.out = out;
    }

    /**
     * One run.
     *
     * @param routers processes
     * @param perSecond operations of one of them
     * @param away how long ZooKeeper is
     * @param restartEvery so often a router is restarted meanwhile
     * @param point where the move stands when ZooKeeper goes; {@code point#n} for the n-th arrival
     */
    public record Settings(
            Path folder,
            int routers,
            int perSecond,
            Duration away,
            Duration restartEvery,
            String point,
            long seed) {

        String pointName() {
            int arrival = point.indexOf('#');
            return arrival < 0 ? point : point.substring(0, arrival);
        }
    }

    /**
     * What came of it.
     *
     * @param kills of the restarts that were by SIGKILL
     * @param firstAnswerMillis of each restarted router, from its start to its first committed
     *     write
     * @param early the move and its buckets soon after ZooKeeper went
     * @param late the same at the end of the outage
     * @param end the order's last state; empty when it did not end
     * @param resumeMillis from ZooKeeper's return to that end
     * @param during latencies in microseconds while ZooKeeper was away
     */
    public record Verdict(
            int kills,
            List<Long> firstAnswerMillis,
            String early,
            String late,
            String end,
            long resumeMillis,
            Histogram during,
            List<String> leftovers,
            Audit.Result audit) {

        public boolean holds() {
            return !firstAnswerMillis.isEmpty()
                    && early.equals(late)
                    && end.equals("done")
                    && leftovers.isEmpty()
                    && audit.acknowledged() > 0
                    && audit.failed() == 0
                    && audit.unknown() == 0
                    && audit.faultCount() == 0;
        }
    }

    public Verdict run(Settings settings) throws SQLException {
        // Even buckets begin on the first server.
        List<Bucket> travelling =
                IntStream.range(0, TRAVELLING).mapToObj(i -> new Bucket(2 * i)).toList();
        try (Rig rig = Rig.start(settings.folder, 2);
                Controllers controllers = new Controllers(rig);
                Routers routers =
                        new Routers(
                                rig,
                                settings.routers,
                                BUCKETS - 1,
                                settings.perSecond,
                                settings.seed)) {
            controllers.rules("pause:" + settings.point);
            Order order = controllers.order(travelling, 1, Duration.ofMillis(200));
            if (!controllers.awaitGate(settings.pointName(), STEP)) {
                throw new IllegalStateException(
                        "the move did not come by "
                                + settings.point
                                + ": "
                                + controllers.describe(order));
            }
            long from = System.currentTimeMillis();
            rig.stopZooKeeper();
            LockSupport.parkNanos(NOTICED.toNanos());
            controllers.rules("");
            controllers.openGates();
            out.printf("ZooKeeper is away; the move stands at %s%n", settings.point);
            Seen seen = outage(settings, rig, routers);
            long to = System.currentTimeMillis();
            rig.startZooKeeper();
            long back = System.nanoTime();
            String end = controllers.awaitEnd(order, STEP);
            long resumeMillis = (System.nanoTime() - back) / 1_000_000;
            List<String> leftovers = controllers.awaitClean(new Leftovers(rig), STEP);
            routers.stop();
            return new Verdict(
                    routers.kills(),
                    routers.firstAnswerMillis(),
                    seen.early,
                    seen.late,
                    end,
                    resumeMillis,
                    Latencies.between(rig.accounts(), from, to),
                    leftovers,
                    new Audit(rig).run(false));
        }
    }

    private record Seen(String early, String late) {}

    private Seen outage(Settings settings, Rig rig, Routers routers) throws SQLException {
        long begin = System.nanoTime();
        Progress progress = new Progress("seconds away", settings.away.toSeconds(), out);
        long restart = settings.restartEvery.toNanos();
        String early = "";
        while (System.nanoTime() - begin < settings.away.toNanos()) {
            if (early.isEmpty() && System.nanoTime() - begin > STILL_AFTER.toNanos()) {
                early = standing(rig);
                out.println("the move stands: " + early);
            }
            if (System.nanoTime() - begin > restart) {
                routers.restartOne();
                restart += settings.restartEvery.toNanos();
            }
            progress.at(
                    Duration.ofNanos(System.nanoTime() - begin).toSeconds(),
                    "%d restarts, %d of them SIGKILL"
                            .formatted(routers.firstAnswerMillis().size(), routers.kills()));
            LockSupport.parkNanos(100_000_000);
        }
        return new Seen(early, standing(rig));
    }

    /** By the databases' own word: the move's step, and how its buckets lie. */
    private static String standing(Rig rig) throws SQLException {
        return one(rig, 1, "SELECT 'step ' || step FROM plat.plat_move ORDER BY move LIMIT 1")
                + "; giver: "
                + one(rig, 0, STATES)
                + "; taker: "
                + one(rig, 1, STATES);
    }

    private static String one(Rig rig, int server, String sql) throws SQLException {
        try (Connection connection = rig.connect(server);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getString(1) : "none";
        }
    }
}
