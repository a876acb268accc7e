package dev.plat.router.postgres;

import dev.plat.schemas.Bucket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to one shard: a gate as wide as its cap, before it one for each bucket a quarter as wide,
 * and a circuit. After {@value #FAILURES_MAX} calls in a row that found the shard away, the gate is
 * shut for a moment; then one call tries, and its luck opens the gate or shuts it for longer. Who
 * waits outside meanwhile costs the shard and the other shards nothing.
 *
 * <p>Threads: safe.
 */
final class ShardDoor {

    private static final Logger LOG = LoggerFactory.getLogger(ShardDoor.class);
    static final int FAILURES_MAX = 3;
    private static final int BUCKET_SHARE = 4;
    private static final Duration SHUT_FIRST = Duration.ofMillis(25);
    private static final Duration SHUT_MAX = Duration.ofMillis(500);

    private enum Circuit {
        CLOSED,
        OPEN,
        HALF_OPEN
    }

    private final String shard;
    private final ShardCap cap;
    private final Gate gate;
    private final Map<Bucket, Gate> buckets = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private volatile Circuit circuit = Circuit.CLOSED;
    private volatile int bucketMost;
    private int failures;
    private volatile boolean suspected;
    private Duration shutFor = SHUT_FIRST;

    ShardDoor(String shard, int capMax) {
        this.shard = shard;
        this.cap = new ShardCap(capMax);
        this.gate = new Gate(capMax);
        this.bucketMost = ofBucket(capMax);
    }

    Gate gate() {
        return gate;
    }

    /** As wide as it is now; grows and shrinks with the shard's when it is next asked for. */
    Gate gate(Bucket bucket) {
        int most = bucketMost;
        Gate known = buckets.computeIfAbsent(bucket, _ -> new Gate(most));
        known.most(most);
        return known;
    }

    /** True while callers are kept out because the shard did not answer. */
    boolean shut() {
        return circuit != Circuit.CLOSED;
    }

    int cap() {
        return locked(cap::now);
    }

    /** The shard said something: it is there. */
    void answered() {
        if (!suspected) {
            return;
        }
        locked(() -> {
            failures = 0;
            suspected = false;
            if (circuit != Circuit.CLOSED) {
                LOG.info("{} answers again", shard);
                circuit = Circuit.CLOSED;
                shutFor = SHUT_FIRST;
                gate.most(cap.now());
            }
            return circuit;
        });
    }

    void served(long nanos) {
        locked(() -> {
            cap.served(nanos);
            return widen();
        });
    }

    /** It answered too late, or that it has no room. */
    void tooMuch() {
        locked(() -> {
            cap.tooMuch(System.nanoTime());
            return widen();
        });
    }

    /** It could not be reached, or is not the primary. */
    void away() {
        locked(() -> {
            failures++;
            suspected = true;
            boolean tryFailed = circuit == Circuit.HALF_OPEN;
            if (tryFailed || (circuit == Circuit.CLOSED && failures >= FAILURES_MAX)) {
                LOG.info("{} does not answer; shut for {} ms", shard, shutFor.toMillis());
                circuit = Circuit.OPEN;
                gate.most(0);
                Duration pause = shutFor;
                shutFor =
                        pause.multipliedBy(2).compareTo(SHUT_MAX) < 0
                                ? pause.multipliedBy(2)
                                : SHUT_MAX;
                Thread.startVirtualThread(() -> letOneTry(pause));
            }
            return circuit;
        });
    }

    private void letOneTry(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        locked(() -> {
            if (circuit == Circuit.OPEN) {
                circuit = Circuit.HALF_OPEN;
                gate.most(1);
            }
            return circuit;
        });
    }

    private int widen() {
        int now = cap.now();
        if (bucketMost != ofBucket(now)) {
            bucketMost = ofBucket(now);
        }
        if (circuit == Circuit.CLOSED) {
            gate.most(now);
        }
        return now;
    }

    private static int ofBucket(int cap) {
        return Math.max(1, cap / BUCKET_SHARE);
    }

    private <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }
}
