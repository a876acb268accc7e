package dev.plat.ops.bench.budget;

import dev.plat.schemas.Bucket;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/**
 * What one process asks for. Outside a flood requests come when they come, whether or not earlier
 * ones were answered, and are timed from the moment they were due: who waits behind others counts
 * his waiting.
 */
final class Load {

    private static final int WHALE = 0;

    private final RouterSettings settings;
    private final Requests requests;

    Load(RouterSettings settings, Requests requests) {
        this.settings = settings;
        this.requests = requests;
    }

    /** Ends when all its requests were answered. */
    Answers run(Phase phase, long beginMillis) {
        long early = beginMillis + phase.fromMillis() - System.currentTimeMillis();
        long start = System.nanoTime() + early * 1_000_000;
        long end = start + phase.millis() * 1_000_000;
        SplittableRandom random = new SplittableRandom(settings.seed() * 31 + phase.fromMillis());
        Answers answers = new Answers();
        parkUntil(start);
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            if (phase.kind() == Phase.Kind.FLOOD) {
                for (int i = 0; i < settings.callers(); i++) {
                    SplittableRandom own = random.split();
                    callers.execute(() -> flood(end, own, answers));
                }
            } else {
                double whale = phase.kind() == Phase.Kind.WHALE ? settings.whalePerSecond() : 0;
                arrive(callers, start, end, whale, random, answers);
            }
        }
        return answers;
    }

    private void flood(long end, SplittableRandom random, Answers answers) {
        while (System.nanoTime() - end < 0) {
            request(random.nextInt(settings.buckets()), System.nanoTime(), random, answers);
        }
    }

    /** A Poisson process: the next request after an exponentially distributed while. */
    private void arrive(
            ExecutorService callers,
            long start,
            long end,
            double whalePerSecond,
            SplittableRandom random,
            Answers answers) {
        double perSecond = settings.everyBucketPerSecond() + whalePerSecond;
        long due = start;
        while (true) {
            due += (long) (-Math.log(1 - random.nextDouble()) / perSecond * 1e9);
            if (due - end >= 0) {
                return;
            }
            parkUntil(due);
            boolean whales = random.nextDouble() * perSecond < whalePerSecond;
            int bucket = whales ? WHALE : random.nextInt(1, settings.buckets());
            long wasDue = due;
            SplittableRandom own = random.split();
            callers.execute(() -> request(bucket, wasDue, own, answers));
        }
    }

    private void request(int bucket, long due, SplittableRandom random, Answers answers) {
        try {
            requests.one(new Bucket(bucket), random);
            answers.answered(who(bucket), System.nanoTime() - due);
        } catch (RuntimeException e) {
            answers.refused(e);
        }
    }

    private Answers.Who who(int bucket) {
        if (bucket == WHALE) {
            return Answers.Who.WHALE;
        }
        return bucket % settings.shards() == WHALE % settings.shards()
                ? Answers.Who.NEIGHBOURS
                : Answers.Who.FAR;
    }

    private static void parkUntil(long nanos) {
        for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
