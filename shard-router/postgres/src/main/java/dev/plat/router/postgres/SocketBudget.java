package dev.plat.router.postgres;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * How many sockets this process may have open to all shards together. When all are taken, an idle
 * one of another shard has to go: 24 processes of 60 sockets are 1 440 backends on 64 shards, a
 * pool of 10 for each shard would be 15 360.
 *
 * <p>Threads: safe.
 */
final class SocketBudget {

    private static final long WAIT_MILLIS = 900;

    private final Semaphore sockets;
    private final Runnable giveUpIdle;

    /**
     * @param giveUpIdle closes idle connections of the coldest pool that has some, soon
     */
    SocketBudget(int max, Runnable giveUpIdle) {
        this.sockets = new Semaphore(max);
        this.giveUpIdle = giveUpIdle;
    }

    void take() throws SQLException {
        if (sockets.tryAcquire()) {
            return;
        }
        giveUpIdle.run();
        try {
            if (!sockets.tryAcquire(WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new SQLTransientConnectionException(
                        "all sockets are in use", Refusal.BUDGET_SPENT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLTransientConnectionException("interrupted", Refusal.BUDGET_SPENT, e);
        }
    }

    void giveBack() {
        sockets.release();
    }
}
