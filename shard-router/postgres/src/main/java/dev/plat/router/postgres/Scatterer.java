package dev.plat.router.postgres;

import dev.plat.router.core.BucketMap;
import dev.plat.router.core.Deadline;
import dev.plat.router.core.Node;
import dev.plat.router.core.Ownership;
import dev.plat.router.core.Router.Scatter;
import dev.plat.router.core.TxWork;
import dev.plat.schemas.Bucket;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks every shard. Each says, in the snapshot of its answer, which buckets it owned. Snapshots of
 * two shards are of different moments, so a bucket that moves meanwhile may be claimed twice or by
 * nobody: then the shard with the lower epoch, or the one that should own it, is asked again, whose
 * new snapshot knows better.
 *
 * <p>Threads: safe.
 */
final class Scatterer {

    private static final Logger LOG = LoggerFactory.getLogger(Scatterer.class);
    private static final int ROUNDS_MAX = 5;
    private static final Duration ROUND_PAUSE = Duration.ofMillis(10);
    private static final String CLAIM =
            "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY; SELECT bucket, epoch"
                    + " FROM plat.plat_bucket WHERE state IN ('owned', 'frozen')";

    private final Shards shards;

    Scatterer(Shards shards) {
        this.shards = shards;
    }

    <T> Scatter<T> run(Deadline deadline, TxWork<T> work) {
        Map<String, Part<T>> parts = new LinkedHashMap<>();
        Set<Node> open = new LinkedHashSet<>(shards.serving());
        for (int round = 0; round < ROUNDS_MAX && !open.isEmpty(); round++) {
            if (round > 0) {
                Pause.growing(ROUND_PAUSE, round, ROUND_PAUSE.multipliedBy(8), deadline);
            }
            parts.putAll(ask(open, deadline, work));
            open = toAskAgain(parts);
        }
        dropOutdated(parts);
        Set<Bucket> unanswered = new TreeSet<>(map().statements().keySet());
        parts.values().forEach(part -> unanswered.removeAll(part.claims.keySet()));
        return new Scatter<>(
                parts.values().stream().map(Part::value).toList(), List.copyOf(unanswered));
    }

    private <T> Map<String, Part<T>> ask(Set<Node> nodes, Deadline deadline, TxWork<T> work) {
        Map<String, Future<Part<T>>> running = new LinkedHashMap<>();
        Map<String, Part<T>> answers = new LinkedHashMap<>();
        ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
        try {
            for (Node node : nodes) {
                running.put(node.name(), executor.submit(() -> part(node, deadline, work)));
            }
            running.forEach((name, future) -> {
                try {
                    answers.put(name, future.get(deadline.left().toNanos(), TimeUnit.NANOSECONDS));
                } catch (ExecutionException | TimeoutException e) {
                    LOG.warn("{} did not answer a scatter: {}", name, e.toString());
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException("interrupted in a scatter", e);
                }
            });
            return answers;
        } finally {
            // Does not wait: a shard that hangs must not hold up those that answered.
            executor.shutdownNow();
        }
    }

    private <T> Part<T> part(Node node, Deadline deadline, TxWork<T> work) throws SQLException {
        try (Admission.Permit _ = shards.admission().enter(node.name(), deadline);
                Connection connection = shards.pools().borrow(node, Pools.Role.SCAN)) {
            RoutedTx tx = new RoutedTx(connection, null, deadline);
            try {
                Map<Bucket, Long> claims = claims(connection);
                T value =
                        ScopedValue.where(Attempt.IN_WORK, true)
                                .<T, SQLException>call(() -> work.run(tx));
                connection.commit();
                return new Part<>(value, claims);
            } finally {
                tx.end();
            }
        }
    }

    private static Map<Bucket, Long> claims(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(CLAIM)) {
            statement.execute();
            statement.getMoreResults();
            try (ResultSet rows = statement.getResultSet()) {
                Map<Bucket, Long> claims = new HashMap<>();
                while (rows.next()) {
                    claims.put(new Bucket(rows.getInt(1)), rows.getLong(2));
                }
                return claims;
            }
        }
    }

    /** Shards that answered, and would now answer differently. */
    private <T> Set<Node> toAskAgain(Map<String, Part<T>> parts) {
        Set<String> names = new HashSet<>(outdated(parts));
        Set<Bucket> claimed = new HashSet<>();
        parts.values().forEach(part -> claimed.addAll(part.claims.keySet()));
        for (Map.Entry<Bucket, Ownership> entry : map().statements().entrySet()) {
            boolean ownerAnswered = parts.containsKey(entry.getValue().shard());
            if (ownerAnswered && !claimed.contains(entry.getKey())) {
                // The map may be as old as the answers: whoever owns it now, all are asked.
                names.addAll(parts.keySet());
                break;
            }
        }
        Set<Node> nodes = new LinkedHashSet<>();
        names.forEach(name -> shards.find(name).ifPresent(nodes::add));
        return nodes;
    }

    private <T> void dropOutdated(Map<String, Part<T>> parts) {
        outdated(parts).forEach(parts::remove);
    }

    /** Shards that claim a bucket which another one claims with a larger epoch. */
    private static <T> Collection<String> outdated(Map<String, Part<T>> parts) {
        Map<Bucket, Long> largest = new HashMap<>();
        parts.values()
                .forEach(part ->
                        part.claims.forEach(
                                (bucket, epoch) -> largest.merge(bucket, epoch, Math::max)));
        Set<String> outdated = new HashSet<>();
        parts.forEach((name, part) ->
                part.claims.forEach((bucket, epoch) -> {
                    if (epoch < largest.getOrDefault(bucket, epoch)) {
                        outdated.add(name);
                    }
                }));
        return outdated;
    }

    private BucketMap map() {
        return shards.topology().map(shards.tier());
    }

    private record Part<T>(T value, Map<Bucket, Long> claims) {}
}
