package dev.plat.ops.chaos.schema;

import dev.plat.router.core.Node;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * One on each shard reads the table that is being altered, again and again, and notes how long it
 * had to wait at most: an upper bound of how long the change kept its lock, or queued for it with
 * everybody behind.
 */
final class Bystanders implements AutoCloseable {

    private static final Duration EVERY = Duration.ofMillis(40);

    private final Map<String, Long> longestNanos = new ConcurrentHashMap<>();
    private final Map<String, String> errors = new ConcurrentHashMap<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean ending;

    Bystanders(ManyShards shards) {
        for (Node shard : shards.nodes()) {
            threads.add(Thread.ofVirtual().start(() -> read(shards, shard)));
        }
    }

    /** By shard. */
    Map<String, Long> longestNanos() {
        return Map.copyOf(longestNanos);
    }

    /** Of those who could not read. */
    Map<String, String> errors() {
        return Map.copyOf(errors);
    }

    @Override
    public void close() {
        ending = true;
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read(ManyShards shards, Node shard) {
        try (Connection connection = shards.connect(shard);
                Statement statement = connection.createStatement()) {
            while (!ending) {
                long begin = System.nanoTime();
                try (ResultSet row =
                        statement.executeQuery(
                                "SELECT count(*) FROM idempotency WHERE bucket = 0")) {
                    row.next();
                }
                longestNanos.merge(shard.name(), System.nanoTime() - begin, Math::max);
                LockSupport.parkNanos(EVERY.toNanos());
            }
        } catch (SQLException e) {
            errors.put(shard.name(), String.valueOf(e.getMessage()));
        }
    }
}
