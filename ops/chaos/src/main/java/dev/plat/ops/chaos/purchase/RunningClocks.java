package dev.plat.ops.chaos.purchase;

import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Everybody's clock runs much faster than time does, and now and then jumps.
 *
 * <p>Threads: start and close by one.
 */
final class RunningClocks implements AutoCloseable {

    private static final Duration TURN = Duration.ofSeconds(10);
    private static final Duration TURN_EVERY = Duration.ofSeconds(1);
    private static final Duration JUMP = Duration.ofMinutes(20);
    private static final int JUMP_EVERY = 60;

    private final Sale sale;
    private final Random random;
    private final Tally tally;
    private @Nullable Thread turns;
    private volatile boolean ended;

    RunningClocks(Sale sale, Random random, Tally tally) {
        this.sale = sale;
        this.random = random;
        this.tally = tally;
    }

    void start() {
        turns = Thread.startVirtualThread(this::run);
    }

    private void run() {
        while (!ended) {
            LockSupport.parkNanos(TURN_EVERY.toNanos());
            try {
                boolean far = random.nextInt(JUMP_EVERY) == 0;
                sale.turn(far ? JUMP : TURN);
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

    @Override
    public void close() {
        ended = true; // and no interrupt, which would leave a file half written
        if (turns != null) {
            try {
                turns.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
