package dev.plat.ops.chaos.purchase;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * Makes the machinery go wrong, one thing after the other. The two services say by themselves by
 * which control points they come, those on either side of each commit among them, and are killed at
 * whichever of them they reach first and were not killed at before; when all had their turn, at
 * any. The provider is killed before and behind each of its commits. Between two kills now and then
 * something below them goes wrong. Who comes by a point seldom gets time for it when the buyers are
 * done.
 *
 * <p>Threads: one.
 */
final class Tormentor implements Runnable {

    /** Each is a commit; killed before it, and behind it. */
    private static final List<String> OF_PROVIDER =
            List.of(
                    "customers.create",
                    "checkout.sessions.create",
                    "checkout.sessions.expire",
                    "payment_intents.capture",
                    "payment_intents.cancel",
                    "refunds.create",
                    "page.pay",
                    "page.challenge");

    /** A subscription waits only when something could not be done; it is made to be so. */
    private static final String STUMBLES = "commit.postgres-renewals.advance.before";

    private static final String WAITS = "commit.postgres-renewals.postpone.";

    private static final int SOME = 3;
    private static final int FEW = 8;
    private static final int SPARED = 6;
    private static final Duration MEETS_MAX = Duration.ofSeconds(8);
    private static final Duration REST = Duration.ofSeconds(2);
    private static final Duration LAST_MAX = Duration.ofMinutes(3);

    private final Sale sale;
    private final SaleRig rig;
    private final Random random;
    private final Tally tally;
    private final PrintStream out;
    private final RunningClocks clocks;
    private final KillPoints checkout;
    private final KillPoints payments;
    private final KillPoints provider;
    private final List<Runnable> turns = new ArrayList<>();
    private volatile boolean ended;

    Tormentor(Sale sale, SaleRig rig, Random random, Set<String> at, Tally tally, PrintStream out) {
        this.sale = sale;
        this.rig = rig;
        this.random = random;
        this.tally = tally;
        this.out = out;
        this.clocks = new RunningClocks(sale, new Random(random.nextLong()), tally);
        this.checkout = new KillPoints(sale.checkout, List.of(), at);
        this.payments =
                new KillPoints(sale.payments, List.of(WAITS + "before", WAITS + "after"), at);
        List<String> deaths = new ArrayList<>(List.of("hook-kill"));
        for (String op : OF_PROVIDER) {
            deaths.add(op + ".kill-before");
            deaths.add(op + ".kill-after-commit");
        }
        this.provider = new KillPoints(sale.provider, deaths, Set.of());
    }

    void end() {
        ended = true;
    }

    /** By process. */
    List<KillPoints> points() {
        List<KillPoints> all = List.of(checkout, payments, provider);
        all.forEach(KillPoints::look);
        return all;
    }

    int killed() {
        return checkout.killed() + payments.killed() + provider.killed();
    }

    @Override
    public void run() {
        try (clocks) {
            clocks.start();
            while (!ended) {
                if (turns.isEmpty()) {
                    fill();
                }
                try {
                    turns.removeLast().run();
                } catch (RuntimeException e) {
                    out.println("a fault could not be played: " + e);
                }
                rest(REST);
            }
            killAtTheLast();
        }
    }

    /** Nobody buys any more, and the provider answers: who comes by seldom gets there now. */
    private void killAtTheLast() {
        long end = System.nanoTime() + LAST_MAX.toNanos();
        List<KillPoints> services = List.of(payments, checkout);
        services.forEach(KillPoints::look);
        if (services.stream().anyMatch(points -> points.unmet().size() > FEW)) {
            return; // too short a run for it
        }
        sale.calm();
        services.forEach(points ->
                out.println(points.process().name() + " may still die at " + points.unmet()));
        while (services.stream().anyMatch(points -> !points.unmet().isEmpty())
                && System.nanoTime() < end) {
            services.forEach(points -> arm(points.process(), points.unmet()));
            int before = killed();
            await(REST.multipliedBy(2), () -> killed() > before);
            services.forEach(KillPoints::look);
        }
    }

    private void fill() {
        for (int i = 0; i < 2 * SOME; i++) {
            turns.add(() -> kill(checkout, Kind.CHECKOUT_KILLED));
            turns.add(() -> kill(payments, Kind.PAYMENTS_KILLED));
            turns.add(this::killProvider);
        }
        turns.add(this::crashDatabase);
        turns.add(this::loseRegistry);
        turns.add(this::flushRedis);
        Collections.shuffle(turns, random);
    }

    /** Who was killed nearly everywhere is killed less often: they shall sell, too. */
    private boolean spared(KillPoints points, int few) {
        return points.unmet().size() <= few && random.nextInt(SPARED) != 0;
    }

    private void kill(KillPoints points, Kind kind) {
        points.look();
        ServiceProcess process = points.process();
        int before = process.deaths();
        List<String> unmet = points.unmet();
        if (spared(points, FEW)) {
            arm(process, unmet);
            return;
        }
        List<String> next = new ArrayList<>(unmet);
        if (next.size() <= FEW) {
            next.addAll(points.any(random, SOME));
        }
        arm(process, next);
        if (await(MEETS_MAX, () -> process.deaths() > before)) {
            tally.played(kind);
        }
        points.look();
        if (unmet.size() <= FEW) {
            // Some points it comes by only while it starts.
            arm(process, points.unmet());
        }
        awaitUp(process);
        points.look();
    }

    /** It dies where it comes by next; those who come by a point seldom may meet it any time. */
    private static void arm(ServiceProcess process, List<String> points) {
        String kills =
                points.stream()
                        .map(point -> ",kill:" + point)
                        .collect(Collectors.joining("", KillPoints.NOTING, ""));
        boolean stumble = points.stream().anyMatch(point -> point.startsWith(WAITS));
        process.control(stumble ? kills + ",throw:" + STUMBLES + "#1" : kills);
    }

    /** What is ordered and not met waits on, until the provider dies of another. */
    private void killProvider() {
        if (spared(provider, 0)) {
            return;
        }
        int before = sale.provider.deaths();
        for (String death : provider.next(random, SOME)) {
            int dot = death.lastIndexOf('.');
            try {
                sale.card.control(
                        "POST",
                        "/scripts",
                        "{\"on\": {\"op\": \"%s\"}, \"do\": \"%s\"}"
                                .formatted(
                                        death.substring(0, Math.max(dot, 0)),
                                        death.substring(dot + 1)));
            } catch (IOException e) {
                break; // it is just gone
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        if (await(MEETS_MAX, () -> sale.provider.deaths() > before)) {
            tally.played(Kind.PROVIDER_KILLED);
        }
        awaitUp(sale.provider);
        provider.look();
    }

    private void awaitUp(ServiceProcess process) {
        await(Duration.ofSeconds(60), process::up);
    }

    private void crashDatabase() {
        rig.crashDatabase();
        tally.played(Kind.DATABASE_KILLED);
    }

    private void loseRegistry() {
        rig.stopZooKeeper();
        rest(Duration.ofSeconds(3));
        rig.startZooKeeper();
        tally.played(Kind.REGISTRY_AWAY);
    }

    private void flushRedis() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), rig.redisPort());
                OutputStream to = socket.getOutputStream()) {
            to.write("FLUSHALL\r\n".getBytes(StandardCharsets.US_ASCII));
            to.flush();
            if (socket.getInputStream().read() == '+') {
                tally.played(Kind.REDIS_FLUSHED);
            }
        } catch (IOException e) {
            out.println("Redis could not be flushed: " + e);
        }
    }

    private interface Condition {
        boolean holds();
    }

    private boolean await(Duration limit, Condition condition) {
        long end = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() < end) {
            if (condition.holds()) {
                return true;
            }
            if (ended && limit.equals(MEETS_MAX)) {
                return condition.holds();
            }
            rest(Duration.ofMillis(50));
        }
        return false;
    }

    private static void rest(Duration time) {
        LockSupport.parkNanos(time.toNanos());
    }
}
