package dev.plat.resources.engine;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.rocksdb.RocksDBException;

/**
 * Runs native calls on platform threads, since they would pin the carrier of a virtual one; bounded
 * in threads and in waiting calls. Callers block. A caller that is interrupted leaves; its call
 * goes on to its end, because interrupting it would close files under others.
 */
final class RocksThreads {

    private static final int WAITING_MAX = 4096;
    private static final long IDLE_SECONDS = 10;
    private static final long CLOSE_SECONDS = 30;

    private final ThreadPoolExecutor pool;

    RocksThreads(String name, int threads) {
        pool =
                new ThreadPoolExecutor(
                        threads,
                        threads,
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(WAITING_MAX),
                        Thread.ofPlatform().name(name, 1).daemon().factory());
        pool.allowCoreThreadTimeOut(true);
    }

    /** A call to the database or to files. */
    interface Call<T> {
        T run() throws RocksDBException, IOException;
    }

    /**
     * Runs a call and waits for it.
     *
     * @throws PlatException {@code busy} when too many wait, or what the call throws
     */
    <T> T run(Call<T> call) throws RocksDBException, IOException {
        FutureTask<T> task = new FutureTask<>(call::run);
        try {
            pool.execute(task);
        } catch (RejectedExecutionException e) {
            if (pool.isShutdown()) {
                throw DiskTrust.closed().causedBy(e);
            }
            throw new PlatException(ErrorCode.BUSY, "Too many calls wait for the disk.")
                    .causedBy(e);
        }
        return await(task);
    }

    /** True when no call is left; only then may the database be closed. */
    boolean close() {
        pool.shutdown();
        try {
            return pool.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static <T> T await(FutureTask<T> task) throws RocksDBException, IOException {
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlatException(ErrorCode.TRY_AGAIN, "The caller was interrupted.").causedBy(e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RocksDBException failure -> throw failure;
                case IOException failure -> throw failure;
                case RuntimeException failure -> throw failure;
                case Error failure -> throw failure;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }
}
