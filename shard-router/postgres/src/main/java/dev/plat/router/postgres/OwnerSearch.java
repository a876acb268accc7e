package dev.plat.router.postgres;

import dev.plat.router.core.BucketMap;
import dev.plat.router.core.Deadline;
import dev.plat.router.core.Node;
import dev.plat.router.core.Ownership;
import dev.plat.schemas.Bucket;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks all shards what they own, when neither the map nor a shard knows a bucket: the databases are
 * the truth. All callers share one search, and there is one a second at most.
 *
 * <p>Threads: safe.
 */
final class OwnerSearch {

    private static final Logger LOG = LoggerFactory.getLogger(OwnerSearch.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration LIMIT = Duration.ofSeconds(3);
    private static final String SQL =
            "SELECT bucket, epoch, state, peer FROM plat.plat_bucket WHERE state <> 'importing'";

    private final Shards shards;
    private final ReentrantLock lock = new ReentrantLock();
    private long nextNanos = System.nanoTime();

    OwnerSearch(Shards shards) {
        this.shards = shards;
    }

    /** When it returns, the topology knows what the shards that answered said within a second. */
    void run(Deadline deadline) {
        lock.lock();
        try {
            if (nextNanos - System.nanoTime() > 0) {
                return;
            }
            LOG.warn("asking all shards of {} what they own", shards.tier().text());
            Map<Bucket, Ownership> found = new HashMap<>();
            for (Node shard : shards.serving()) {
                try {
                    shards.ask(shard, deadline.atMost(LIMIT), c -> read(c, shard, found));
                } catch (SQLException e) {
                    LOG.warn("{} did not say what it owns: {}", shard.name(), e.getMessage());
                }
            }
            learn(found);
            nextNanos = System.nanoTime() + PAUSE.toNanos();
        } finally {
            lock.unlock();
        }
    }

    private void learn(Map<Bucket, Ownership> found) {
        BucketMap known = shards.topology().map(shards.tier());
        found.forEach((bucket, ownership) -> {
            if (known.find(bucket).map(Ownership::epoch).orElse(0L) < ownership.epoch()) {
                shards.learn(bucket, ownership);
            }
        });
    }

    private static int read(Connection connection, Node shard, Map<Bucket, Ownership> found)
            throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(SQL)) {
            int count = 0;
            while (rows.next()) {
                boolean here =
                        rows.getString(3).equals("owned") || rows.getString(3).equals("frozen");
                String owner = here ? shard.name() : rows.getString(4);
                found.merge(
                        new Bucket(rows.getInt(1)),
                        new Ownership(rows.getLong(2), List.of(owner)),
                        (one, other) -> one.epoch() >= other.epoch() ? one : other);
                count++;
            }
            return count;
        }
    }
}
