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
import java.util.concurrent.locks.LockSupport;

/**
 * Makes the machinery go wrong, one thing after the other: each process is killed at each of its
 * commit points in turn, drawn anew when all had their turn; between two kills now and then
 * something below them. Clocks run much faster than time does.
 *
 * <p>Threads: one.
 */
final class Tormentor implements Runnable {

    /** Before and behind each commit of checkout. */
    static final List<String> OF_CHECKOUT =
            List.of(
                    "order.placed",
                    "order.told",
                    "effect.intended",
                    "effect.called",
                    "effect.recorded");

    static final List<String> OF_PAYMENTS =
            List.of(
                    "attempt.created",
                    "attempt.wished",
                    "attempt.decided",
                    "attempt.sent",
                    "attempt.answered",
                    "attempt.recorded",
                    "journal.posted",
                    "inbox.stored",
                    "inbox.fetched",
                    "inbox.applied",
                    "refund.intended",
                    "refund.sent",
                    "refund.answered",
                    "refund.recorded");

    /** Each is a commit; killed before it, and behind it. */
    static final List<String> OF_PROVIDER =
            List.of(
                    "customers.create",
                    "checkout.sessions.create",
                    "checkout.sessions.expire",
                    "payment_intents.capture",
                    "payment_intents.cancel",
                    "refunds.create",
                    "page.pay",
                    "page.challenge");

    private static final Duration TURN = Duration.ofSeconds(30);
    private static final Duration TURN_EVERY = Duration.ofSeconds(1);
    private static final Duration MEETS_MAX = Duration.ofSeconds(8);
    private static final Duration REST = Duration.ofSeconds(1);

    private final Sale sale;
    private final SaleRig rig;
    private final Random random;
    private final Tally tally;
    private final PrintStream out;
    private final List<Runnable> turns = new ArrayList<>();
    private volatile boolean ended;

    Tormentor(Sale sale, SaleRig rig, Random random, Tally tally, PrintStream out) {
        this.sale = sale;
        this.rig = rig;
        this.random = random;
        this.tally = tally;
        this.out = out;
    }

    void end() {
        ended = true;
    }

    @Override
    public void run() {
        Thread clock = Thread.startVirtualThread(this::turnClocks);
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
        try {
            clock.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void fill() {
        for (String point : OF_CHECKOUT) {
            turns.add(() -> kill(sale.checkout, point, Kind.CHECKOUT_KILLED));
        }
        for (String point : OF_PAYMENTS) {
            turns.add(() -> kill(sale.payments, point, Kind.PAYMENTS_KILLED));
        }
        for (String op : OF_PROVIDER) {
            turns.add(() -> killProvider(op, "kill-before"));
            turns.add(() -> killProvider(op, "kill-after-commit"));
        }
        turns.add(() -> killProvider("", "hook-kill"));
        turns.add(this::crashDatabase);
        turns.add(this::loseRegistry);
        turns.add(this::flushRedis);
        Collections.shuffle(turns, random);
    }

    private void kill(ServiceProcess process, String point, Kind kind) {
        int before = process.deaths();
        process.control("kill:" + point);
        if (awaitDeath(process, before)) {
            tally.played(kind);
            tally.killed(process.name() + " " + point);
        } else {
            process.control("");
        }
    }

    private void killProvider(String op, String how) {
        int before = sale.provider.deaths();
        try {
            sale.card.control(
                    "POST",
                    "/scripts",
                    "{\"on\": {\"op\": \"%s\"}, \"do\": \"%s\"}".formatted(op, how));
        } catch (IOException e) {
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        if (awaitDeath(sale.provider, before)) {
            tally.played(Kind.PROVIDER_KILLED);
            tally.killed("the card provider " + (op.isEmpty() ? "" : op + " ") + how);
        }
    }

    /** And until it is back. */
    private boolean awaitDeath(ServiceProcess process, int before) {
        if (!await(MEETS_MAX, () -> process.deaths() > before)) {
            return false;
        }
        await(Duration.ofSeconds(60), process::up);
        return true;
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

    private void turnClocks() {
        while (!ended) {
            rest(TURN_EVERY);
            try {
                boolean far = random.nextInt(30) == 0;
                sale.turn(far ? TURN.multipliedBy(20) : TURN);
                if (far) {
                    tally.played(Kind.CLOCK_JUMPS);
                }
            } catch (IOException e) {
                // the provider is just being killed; it is told the next time
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
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
