package dev.plat.ops.chaos.kill;

import dev.plat.ops.chaos.rig.Audit;
import dev.plat.ops.chaos.rig.Controllers;
import dev.plat.ops.chaos.rig.LabProcess;
import dev.plat.ops.chaos.rig.Leftovers;
import dev.plat.ops.chaos.rig.Progress;
import dev.plat.ops.chaos.rig.Rig;
import dev.plat.ops.chaos.writer.WriterSettings;
import dev.plat.router.core.move.Move;
import dev.plat.router.core.orders.Order;
import dev.plat.schemas.Bucket;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Runs cases one after the other on one rig, under a writer. A move of a few buckets is ordered;
 * the controller that carries it out stands still at the case's point; the victim is killed, comes
 * back, and the controller is let go. Then the order must end and leave nothing over.
 */
public final class KillLab {

    private static final int BUCKETS = 64;
    private static final int MOVED_MAX = 20;
    private static final int AUDIT_EVERY = 40;
    private static final Duration REACH = Duration.ofSeconds(40);
    private static final Duration END = Duration.ofSeconds(90);

    private final PrintStream out;
    private final Path results;

    /**
     * @param results a line is added to it for each case
     */
    public KillLab(PrintStream out, Path results) {
        this.out = out;
        this.results = results;
    }

    /** All points there are. */
    public static List<String> points() {
        return Course.allPoints();
    }

    /** How many cases there were, and the bad ones with what was wrong. */
    public record Verdict(
            int cases, int done, int undone, List<String> unreached, List<String> bad) {}

    public Verdict run(Path folder, List<String> points, List<Victim> victims, int seeds, long seed)
            throws SQLException, IOException {
        List<KillCase> cases = Course.cases(points, victims, seeds, seed);
        List<String> bad = new ArrayList<>();
        List<String> unreached = new ArrayList<>();
        int done = 0;
        int undone = 0;
        try (Rig rig = Rig.start(folder, 2);
                Controllers controllers = new Controllers(rig)) {
            Writers writers = new Writers(rig);
            Progress progress = new Progress("cases", cases.size(), out);
            for (int i = 0; i < cases.size(); i++) {
                KillCase now = cases.get(i);
                Outcome outcome = one(rig, controllers, writers, now);
                note(now, outcome);
                if (!outcome.reached()) {
                    unreached.add(now.text());
                }
                done += outcome.end().equals("done") ? 1 : 0;
                undone += outcome.end().equals("undone") ? 1 : 0;
                if (!outcome.good()) {
                    bad.add(now.text() + ": " + outcome.faults());
                    out.println("BAD " + bad.getLast());
                }
                if (i % AUDIT_EVERY == AUDIT_EVERY - 1 || i == cases.size() - 1) {
                    writers.stop();
                    Audit.Result audit = new Audit(rig).run(false);
                    audit.faults()
                            .forEach(fault -> bad.add("audit after " + now.text() + ": " + fault));
                    audit.faults().forEach(out::println);
                }
                progress.at(
                        i + 1, "%d done, %d undone, %d bad".formatted(done, undone, bad.size()));
            }
            writers.stop();
        }
        return new Verdict(cases.size(), done, undone, unreached, bad);
    }

    private Outcome one(Rig rig, Controllers controllers, Writers writers, KillCase now)
            throws SQLException, IOException {
        SplittableRandom random = now.random();
        writers.ensure();
        controllers.ensure(); // The way to some points costs one.
        List<Bucket> buckets = drawn(random);
        int source = controllers.ownerOf(buckets.getFirst());
        List<Bucket> together =
                buckets.stream().filter(bucket -> controllers.ownerOf(bucket) == source).toList();
        Course course = Course.of(now.point());
        controllers.rules(rules(course, now));
        Order order = controllers.order(together, 1 - source, soak(course));
        long began = System.nanoTime();
        boolean reached = lead(controllers, order, course, now, 1 - source);
        if (reached) {
            began = System.nanoTime();
            kill(rig, controllers, writers, now.victim(), source);
            controllers.rules("");
            boolean openFirst = random.nextBoolean();
            if (openFirst) {
                controllers.openGates();
            }
            restore(rig, controllers, writers, now.victim(), source);
        }
        controllers.rules("");
        controllers.openGates();
        String end = controllers.awaitEnd(order, END);
        List<String> faults = new ArrayList<>();
        if (end.isEmpty()) {
            faults.add("the order has not ended: " + controllers.describe(order));
        }
        faults.addAll(controllers.awaitClean(new Leftovers(rig), END));
        long millis = (System.nanoTime() - began) / 1_000_000;
        return new Outcome(reached, end, millis, faults);
    }

    /** Brings the move to the point; false when it ends without coming by. */
    private static boolean lead(
            Controllers controllers, Order order, Course course, KillCase now, int target) {
        switch (course) {
            case FORTH -> {}
            case BACK -> {
                if (!controllers.awaitState(order, Order.State.SOAKING, REACH)) {
                    return false;
                }
                controllers.wish(order, Move.Wish.BACK);
            }
            case UNDONE -> {
                if (!controllers.awaitGate("verify.done", REACH)) {
                    return false;
                }
                controllers.wish(order, Move.Wish.BACK);
                if (!controllers.awaitToldBack(target, REACH)) {
                    return false;
                }
                controllers.openGates();
            }
            case TAKEN_BACK -> {
                if (!controllers.awaitGate("grant.before", REACH)) {
                    return false;
                }
                controllers.wish(order, Move.Wish.BACK);
                controllers.killLeader();
                controllers.openGates();
            }
        }
        return controllers.awaitGate(now.point(), REACH);
    }

    private static String rules(Course course, KillCase now) {
        String there = "pause:" + now.point() + "#1";
        return switch (course) {
            case FORTH, BACK -> there;
            case UNDONE -> "pause:verify.done#1," + there;
            case TAKEN_BACK -> "pause:grant.before#1," + there;
        };
    }

    private static Duration soak(Course course) {
        return course == Course.BACK ? Duration.ofMinutes(5) : Duration.ofMillis(200);
    }

    private static List<Bucket> drawn(SplittableRandom random) {
        TreeSet<Integer> numbers = new TreeSet<>();
        int count = 1 + random.nextInt(MOVED_MAX);
        while (numbers.size() < count) {
            numbers.add(random.nextInt(BUCKETS));
        }
        return numbers.stream().map(Bucket::new).collect(Collectors.toList());
    }

    private static void kill(
            Rig rig, Controllers controllers, Writers writers, Victim victim, int source) {
        switch (victim) {
            case CONTROLLER -> controllers.killLeader();
            case ROUTER -> writers.kill();
            case SOURCE -> rig.killServer(source);
            case TARGET -> rig.killServer(1 - source);
        }
    }

    private static void restore(
            Rig rig, Controllers controllers, Writers writers, Victim victim, int source) {
        switch (victim) {
            case CONTROLLER -> controllers.ensure();
            case ROUTER -> writers.ensure();
            case SOURCE -> rig.startServer(source);
            case TARGET -> rig.startServer(1 - source);
        }
    }

    private void note(KillCase now, Outcome outcome) throws IOException {
        Files.writeString(
                results,
                "%s,%s,%d,%s,%s,%d,%s%n"
                        .formatted(
                                now.point(),
                                now.victim(),
                                now.seed(),
                                outcome.reached() ? "reached" : "not-reached",
                                outcome.end(),
                                outcome.millis(),
                                String.join("; ", outcome.faults()).replace(',', ' ')),
                java.nio.file.StandardOpenOption.CREATE,
                java.nio.file.StandardOpenOption.APPEND);
    }

    /** The writer, alive again after each kill under a new name: its account goes on. */
    private static final class Writers {

        private static final int THREADS = 6;
        private static final int PER_SECOND = 120;
        private static final int READ_PERCENT = 30;

        private final Rig rig;
        private LabProcess running;
        private int life;

        Writers(Rig rig) {
            this.rig = rig;
            this.running = start();
        }

        void ensure() {
            if (!running.alive()) {
                running = start();
            }
        }

        void kill() {
            running.kill();
        }

        void stop() {
            running.stop();
        }

        private LabProcess start() {
            life++;
            return rig.writer(
                    List.of(),
                    new WriterSettings(
                            "writer-" + life,
                            "writer-" + life,
                            rig.zooKeeper(),
                            Rig.PASSWORDS.app(),
                            Rig.PASSWORDS.scan(),
                            rig.accounts(),
                            0,
                            BUCKETS - 1,
                            THREADS,
                            PER_SECOND,
                            READ_PERCENT,
                            life));
        }
    }
}
