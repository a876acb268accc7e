package dev.plat.router.postgres;

import dev.plat.router.core.Deadline;
import dev.plat.router.core.Node;
import dev.plat.router.core.Ownership;
import dev.plat.router.core.Router.Scatter;
import dev.plat.router.core.TxWork;
import dev.plat.router.postgres.ShardPart.Claims;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.PlatException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One scatter. Every shard says, in the snapshot of its answer, which buckets it owned and since
 * which epoch. Snapshots of two shards are of different moments, so a bucket that moves meanwhile
 * may be claimed twice or by nobody. Claimed twice: the larger epoch is right, and the other shard
 * is asked again, whose new snapshot is later than that. By nobody: the shard that owns it by the
 * largest epoch anybody stated is asked again until it has been granted the bucket. Answers are
 * taken as they come; a shard that hangs holds up nobody.
 *
 * <p>What is returned is right without one moment for all: each bucket's rows are those its owner
 * had at a moment within the call.
 *
 * <p>Threads: for one.
 */
final class Scatterer<T> {

    private static final Logger LOG = LoggerFactory.getLogger(Scatterer.class);
    private static final int PARALLEL_MAX = 16;
    private static final int FAILURES_MAX = 2;
    private static final Duration AGAIN_FIRST = Duration.ofMillis(2);
    private static final Duration AGAIN_MAX = Duration.ofMillis(100);

    private record Answer<T>(
            Node shard, @Nullable ShardPart<T> part, @Nullable Exception failure) {}

    private final Shards shards;
    private final Deadline deadline;
    private final TxWork<T> work;
    private final LinkedBlockingQueue<Answer<T>> arrivals = new LinkedBlockingQueue<>();
    private final Map<String, ShardPart<T>> parts = new LinkedHashMap<>();
    private final Map<Bucket, Ownership> stated = new HashMap<>();
    private final Set<String> asked = new HashSet<>();
    private final Map<String, Integer> failures = new HashMap<>();
    private final Map<String, Integer> repeats = new HashMap<>();

    Scatterer(Shards shards, Deadline deadline, TxWork<T> work) {
        this.shards = shards;
        this.deadline = deadline;
        this.work = work;
    }

    Scatter<T> run() {
        stated.putAll(shards.topology().map(shards.tier()).statements());
        ExecutorService executor =
                Executors.newFixedThreadPool(PARALLEL_MAX, Thread.ofVirtual().factory());
        try {
            shards.serving().forEach(node -> ask(executor, node, Set.of(), 0));
            while (!asked.isEmpty()) {
                Answer<T> answer = arrivals.poll(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
                if (answer == null) {
                    break;
                }
                take(executor, answer);
                askAgain(executor);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted in a scatter", e);
        } finally {
            // Does not wait: a shard that hangs must not hold up those that answered.
            executor.shutdownNow();
        }
        outdated().forEach(parts::remove);
        Set<Bucket> unanswered = new TreeSet<>(stated.keySet());
        parts.values().forEach(part -> unanswered.removeAll(part.claims().owned().keySet()));
        return new Scatter<>(
                parts.values().stream().map(ShardPart::value).toList(), List.copyOf(unanswered));
    }

    /**
     * @param wanted unless the shard owns one of these its answer stays as it is; empty for "in any
     *     case"
     */
    private void ask(ExecutorService executor, Node shard, Set<Bucket> wanted, int pauses) {
        if (!asked.add(shard.name())) {
            return;
        }
        executor.execute(() -> {
            try {
                if (pauses > 0) {
                    Pause.growing(AGAIN_FIRST, pauses, AGAIN_MAX, deadline);
                }
                arrivals.add(
                        new Answer<>(
                                shard, ShardPart.ask(shards, shard, wanted, deadline, work), null));
            } catch (SQLException | RuntimeException e) {
                arrivals.add(new Answer<>(shard, null, e));
            }
        });
    }

    private void take(ExecutorService executor, Answer<T> answer) {
        String name = answer.shard.name();
        asked.remove(name);
        if (answer.failure != null) {
            failed(executor, answer.shard, answer.failure);
            return;
        }
        ShardPart<T> part = Objects.requireNonNull(answer.part);
        part.claims()
                .stated()
                .forEach((bucket, ownership) ->
                        stated.merge(
                                bucket,
                                ownership,
                                (one, other) -> one.epoch() >= other.epoch() ? one : other));
        if (part.answered()) {
            parts.put(name, part);
        }
    }

    private void failed(ExecutorService executor, Node shard, Exception failure) {
        if (failure instanceof RuntimeException mistake && !(failure instanceof PlatException)) {
            throw mistake;
        }
        boolean passing =
                failure instanceof SQLException e
                        && Refusal.of(e).filter(r -> !(r instanceof Refusal.Shut)).isPresent();
        int count = failures.merge(shard.name(), 1, Integer::sum);
        if (passing && count <= FAILURES_MAX) {
            ask(executor, shard, Set.of(), count);
            return;
        }
        LOG.warn("{} did not answer a scatter: {}", shard.name(), failure.toString());
    }

    private void askAgain(ExecutorService executor) {
        for (String name : outdated()) {
            shards.find(name).ifPresent(node -> ask(executor, node, Set.of(), repeats(name)));
        }
        Set<Bucket> claimed = new HashSet<>();
        parts.values().forEach(part -> claimed.addAll(part.claims().owned().keySet()));
        Map<String, Set<Bucket>> missing = new LinkedHashMap<>();
        stated.forEach((bucket, ownership) -> {
            if (!claimed.contains(bucket)) {
                missing.computeIfAbsent(ownership.shard(), _ -> new HashSet<>()).add(bucket);
            }
        });
        missing.forEach((name, buckets) -> {
            boolean gaveUp = failures.getOrDefault(name, 0) > 0 && !parts.containsKey(name);
            if (!gaveUp && !asked.contains(name)) {
                shards.find(name).ifPresent(node -> ask(executor, node, buckets, repeats(name)));
            }
        });
    }

    private int repeats(String name) {
        return repeats.merge(name, 1, Integer::sum);
    }

    /** Shards that claim a bucket which another one claims with a larger epoch. */
    private Set<String> outdated() {
        Map<Bucket, Long> largest = new HashMap<>();
        parts.values()
                .forEach(part ->
                        part.claims()
                                .owned()
                                .forEach((bucket, epoch) ->
                                        largest.merge(bucket, epoch, Math::max)));
        Set<String> names = new HashSet<>();
        parts.forEach((name, part) -> {
            Claims claims = part.claims();
            if (claims.owned().entrySet().stream()
                    .anyMatch(claim ->
                            claim.getValue()
                                    < largest.getOrDefault(claim.getKey(), claim.getValue()))) {
                names.add(name);
            }
        });
        return names;
    }
}
