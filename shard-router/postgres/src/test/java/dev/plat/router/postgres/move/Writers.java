package dev.plat.router.postgres.move;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.router.core.Router;
import dev.plat.router.core.move.Side;
import dev.plat.router.testkit.Waits;
import dev.plat.schemas.Bucket;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Callers that add, change and remove rows through the router all the time, and remember outside of
 * the database what was acknowledged.
 */
final class Writers implements AutoCloseable {

    private static final int TABLE_ROWS_MAX = 200;

    private final Router router;
    private final int[] buckets;
    private final List<Thread> threads = new ArrayList<>();
    private final Map<String, Integer> present = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<String> errors = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Long> waits = new ConcurrentLinkedQueue<>();
    private final AtomicLong acknowledged = new AtomicLong();
    private volatile boolean stop;

    Writers(Router router, long seed, int count, int... buckets) {
        this.router = router;
        this.buckets = buckets;
        for (int i = 0; i < count; i++) {
            int writer = i;
            threads.add(Thread.ofVirtual().start(() -> write(writer, seed)));
        }
    }

    private void write(int writer, long seed) {
        SplittableRandom random = new SplittableRandom(seed + writer);
        for (int n = 0; !stop; n++) {
            int bucket = buckets[random.nextInt(buckets.length)];
            String name = "w" + writer + "-" + random.nextInt(TABLE_ROWS_MAX);
            boolean remove = random.nextInt(5) == 0;
            int value = n;
            long start = System.nanoTime();
            try {
                router.write(
                        new Bucket(bucket),
                        tx -> {
                            run(tx.connection(), bucket, name, value, remove);
                            return true;
                        });
            } catch (RuntimeException e) {
                errors.add(e.toString());
            }
            waits.add(System.nanoTime() - start);
            acknowledged.incrementAndGet();
            if (remove) {
                present.remove(bucket + " " + name);
            } else {
                present.put(bucket + " " + name, value);
            }
        }
    }

    private static void run(
            java.sql.Connection connection, int bucket, String name, int value, boolean remove)
            throws SQLException {
        String sql =
                remove
                        ? "DELETE FROM item WHERE bucket = ? AND name = ?"
                        : """
                        INSERT INTO item (bucket, name, value) VALUES (?, ?, ?)
                        ON CONFLICT (bucket, name) DO UPDATE SET value = excluded.value\
                        """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setShort(1, (short) bucket);
            statement.setString(2, name);
            if (!remove) {
                statement.setInt(3, value);
            }
            statement.executeUpdate();
        }
    }

    /** Until so many more writes were acknowledged. */
    void awaitMore(int count) {
        long before = acknowledged.get();
        Waits.until(
                Duration.ofMinutes(1),
                count + " more writes",
                () -> acknowledged.get() >= before + count);
    }

    long acknowledged() {
        return acknowledged.get();
    }

    /** The longest and a few more of the callers' waits, in milliseconds. */
    String waits() {
        List<Long> sorted = new ArrayList<>(waits);
        Collections.sort(sorted);
        return "%d calls: p50 %.2f, p99 %.2f, p99.9 %.2f, max %.2f ms"
                .formatted(
                        sorted.size(),
                        at(sorted, 0.5),
                        at(sorted, 0.99),
                        at(sorted, 0.999),
                        at(sorted, 1));
    }

    private static double at(List<Long> sorted, double quantile) {
        return sorted.get((int) Math.min(sorted.size() - 1, sorted.size() * quantile)) / 1e6;
    }

    void stop() {
        stop = true;
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    /** Every acknowledged row is where its bucket's owner is, as written last, and nothing else. */
    void assertNothingIsLost(MovingShards shards) {
        assertThat(errors).isEmpty();
        Map<String, Integer> found = new TreeMap<>();
        for (int bucket : new TreeSet<>(boxed())) {
            Side owner =
                    shards.state(Side.TARGET, bucket).startsWith("owned")
                            ? Side.TARGET
                            : Side.SOURCE;
            assertThat(shards.state(owner, bucket)).startsWith("owned");
            found.putAll(
                    shards.values(
                            owner,
                            "SELECT bucket || ' ' || name, value FROM item WHERE name LIKE 'w%' AND bucket = "
                                    + bucket));
        }
        assertThat(found).isEqualTo(new TreeMap<>(present));
    }

    private List<Integer> boxed() {
        List<Integer> list = new ArrayList<>();
        for (int bucket : buckets) {
            list.add(bucket);
        }
        return list;
    }

    @Override
    public void close() {
        stop();
    }
}
