package dev.plat.router.postgres;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * How many sockets this process may have open to all shards together. When all are taken, an idle
 * one of another shard has to go: 24 processes of 60 sockets are 1 440 backends on 64 shards, a
 * pool of 10 for each shard would be 15 360.
 *
 * <p>A new connection costs both sides more than ten transactions. So a pool that has one waits for
 * it to come back rather than take another shard's last one, and may take from those that have more
 * than itself: without this rule a burst makes every pool take from every other, and connecting is
 * all that is still done.
 *
 * <p>Threads: safe.
 */
final class SocketBudget {

    private static final long WAIT_NANOS = Duration.ofMillis(900).toNanos();

    /** What is idle now was perhaps in use when it was last asked for. */
    private static final long ASK_AGAIN_MILLIS = 10;

    /** Who wants a socket: the pool of one shard. */
    interface Asker {

        /** How many it has. */
        int held();

        /** False when those it was wanted for have gone or were served. */
        boolean wanted();
    }

    /** The pools of all shards. */
    interface Holders {

        /** Closes one idle connection of a pool that can rather be without than the asker. */
        void giveUpOne(int askerHolds);
    }

    private final Semaphore sockets;
    private final Holders holders;

    SocketBudget(int max, Holders holders) {
        this.sockets = new Semaphore(max);
        this.holders = holders;
    }

    void take(Asker asker) throws SQLException {
        if (sockets.tryAcquire()) {
            return;
        }
        long end = System.nanoTime() + WAIT_NANOS;
        try {
            while (asker.wanted() && System.nanoTime() - end < 0) {
                holders.giveUpOne(asker.held());
                if (sockets.tryAcquire(ASK_AGAIN_MILLIS, TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLTransientConnectionException("interrupted", Refusal.BUDGET_SPENT, e);
        }
        throw new SQLTransientConnectionException("all sockets are in use", Refusal.BUDGET_SPENT);
    }

    void giveBack() {
        sockets.release();
    }
}
