package dev.plat.ops.bench.router;

import com.sun.management.ThreadMXBean;
import dev.plat.ops.bench.contender.Contender;
import dev.plat.ops.bench.contender.Operation;
import dev.plat.schemas.Bucket;
import java.lang.management.ManagementFactory;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.HdrHistogram.Histogram;

/**
 * Some threads that run transactions as fast as they come, each on a row drawn by lot. Platform
 * threads, whose allocation the JVM counts.
 */
final class Stretch {

    private static final long NANOS_MAX = Duration.ofMinutes(1).toNanos();
    private static final int DIGITS = 3;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final int buckets;
    private final int rows;

    /** What was seen; the seconds are the slowest thread's. */
    record Seen(Histogram nanos, double seconds, long bytes) {

        Seen and(Seen other) {
            nanos.add(other.nanos);
            return new Seen(nanos, Math.max(seconds, other.seconds), bytes + other.bytes);
        }

        long transactions() {
            return nanos.getTotalCount();
        }
    }

    Stretch(int buckets, int rows) {
        this.buckets = buckets;
        this.rows = rows;
    }

    Seen run(Contender contender, Operation operation, int threads, Duration time, long seed) {
        CyclicBarrier start = new CyclicBarrier(threads);
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Future<Seen>> runs = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                SplittableRandom random = new SplittableRandom(seed + i);
                Callable<Seen> one =
                        () -> {
                            start.await();
                            return work(contender, operation, time, random);
                        };
                runs.add(pool.submit(one));
            }
            Seen all = new Seen(new Histogram(NANOS_MAX, DIGITS), 0, 0);
            for (Future<Seen> each : runs) {
                all = all.and(each.get());
            }
            return all;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a transaction of the comparison failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while measuring", e);
        }
    }

    /** A certain number of transactions, one after the other. */
    void run(Contender contender, Operation operation, int times, long seed) throws SQLException {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < times; i++) {
            contender.run(operation, new Bucket(random.nextInt(buckets)), random.nextInt(rows));
        }
    }

    private Seen work(
            Contender contender, Operation operation, Duration time, SplittableRandom random)
            throws SQLException {
        Histogram nanos = new Histogram(NANOS_MAX, DIGITS);
        long bytesBefore = THREADS.getCurrentThreadAllocatedBytes();
        long begin = System.nanoTime();
        long end = begin + time.toNanos();
        long now = begin;
        while (now - end < 0) {
            contender.run(operation, new Bucket(random.nextInt(buckets)), random.nextInt(rows));
            long after = System.nanoTime();
            nanos.recordValue(Math.min(NANOS_MAX, after - now));
            now = after;
        }
        long bytes = THREADS.getCurrentThreadAllocatedBytes() - bytesBefore;
        return new Seen(nanos, (now - begin) / 1e9, bytes);
    }
}
