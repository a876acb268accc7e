package dev.plat.ops.chaos.stale;

import dev.plat.ops.chaos.rig.CuttableLine;
import dev.plat.ops.chaos.rig.LabProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Freezes writers in the middle of whatever they do and cuts them off from ZooKeeper, one after the
 * other, for times that are drawn from a seed.
 *
 * <p>Threads: one of its own.
 */
final class Tormentor implements AutoCloseable {

    private static final Duration FROZEN_MAX = Duration.ofSeconds(3);
    private static final Duration CUT_MAX = Duration.ofSeconds(20);
    private static final Duration BETWEEN_MAX = Duration.ofMillis(300);

    private final List<LabProcess> writers;
    private final List<CuttableLine> lines;
    private final SplittableRandom random;
    private final AtomicInteger freezes = new AtomicInteger();
    private final AtomicInteger cuts = new AtomicInteger();
    private final Thread thread;
    private final List<Thread> menders = new ArrayList<>();
    private volatile boolean ending;

    Tormentor(List<LabProcess> writers, List<CuttableLine> lines, long seed) {
        this.writers = writers;
        this.lines = lines;
        this.random = new SplittableRandom(seed);
        this.thread = Thread.ofPlatform().daemon().name("tormentor").start(this::run);
    }

    int freezes() {
        return freezes.get();
    }

    int cuts() {
        return cuts.get();
    }

    private void run() {
        while (!ending) {
            int victim = random.nextInt(writers.size());
            if (random.nextInt(8) == 0) {
                cut(lines.get(victim), drawn(CUT_MAX));
            } else {
                LabProcess writer = writers.get(victim);
                writer.freeze();
                freezes.incrementAndGet();
                // Short freezes are the likelier ones: most cutovers are over in a moment.
                park(drawn(Duration.ofNanos(1 + drawn(FROZEN_MAX).toNanos())));
                writer.wake();
            }
            park(drawn(BETWEEN_MAX));
        }
    }

    private void cut(CuttableLine line, Duration length) {
        line.cut();
        cuts.incrementAndGet();
        menders.add(
                Thread.ofVirtual()
                        .start(() -> {
                            park(length);
                            line.mend();
                        }));
    }

    private Duration drawn(Duration most) {
        return Duration.ofNanos(random.nextLong(most.toNanos()));
    }

    private void park(Duration length) {
        long end = System.nanoTime() + length.toNanos();
        while (!ending && end - System.nanoTime() > 0) {
            LockSupport.parkNanos(Math.min(end - System.nanoTime(), 50_000_000));
        }
    }

    /** Everybody is awake and connected afterwards. */
    @Override
    public void close() {
        ending = true;
        try {
            thread.join();
            for (Thread mender : menders) {
                mender.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        lines.forEach(CuttableLine::mend);
        writers.forEach(LabProcess::wake);
    }
}
