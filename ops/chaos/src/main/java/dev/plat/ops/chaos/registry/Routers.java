package dev.plat.ops.chaos.registry;

import dev.plat.ops.chaos.rig.LabProcess;
import dev.plat.ops.chaos.rig.Rig;
import dev.plat.ops.chaos.writer.WriterMain;
import dev.plat.ops.chaos.writer.WriterSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * Processes that write and read through routers of their own, each in one life after the other. A
 * life that follows begins with the registry snapshot of the one before.
 *
 * <p>Threads: for one.
 */
final class Routers implements AutoCloseable {

    private static final int THREADS = 8;
    private static final int READ_PERCENT = 40;
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(20);

    private final Rig rig;
    private final int lastBucket;
    private final int perSecond;
    private final SplittableRandom random;
    private final List<LabProcess> running = new ArrayList<>();
    private final List<Long> firstAnswers = new ArrayList<>();
    private int lives;
    private int kills;

    /** Returns when each has had an answer. */
    Routers(Rig rig, int count, int lastBucket, int perSecond, long seed) {
        this.rig = rig;
        this.lastBucket = lastBucket;
        this.perSecond = perSecond;
        this.random = new SplittableRandom(seed);
        for (int i = 0; i < count; i++) {
            running.add(begin(i));
        }
        running.forEach(Routers::awaitAnswer);
    }

    /** Ends one that is drawn, by SIGKILL or SIGTERM, and returns when its next life serves. */
    void restartOne() {
        int number = random.nextInt(running.size());
        if (random.nextBoolean()) {
            running.get(number).kill();
            kills++;
        } else {
            running.get(number).stop();
        }
        LabProcess next = begin(number);
        running.set(number, next);
        firstAnswers.add(awaitAnswer(next));
    }

    /** Of each life after the first: from the start of its process to its first committed write. */
    List<Long> firstAnswerMillis() {
        return List.copyOf(firstAnswers);
    }

    int kills() {
        return kills;
    }

    /** Returns when every answer stands in its account. */
    void stop() {
        running.forEach(LabProcess::stop);
    }

    @Override
    public void close() {
        running.forEach(LabProcess::close);
    }

    private LabProcess begin(int number) {
        lives++;
        return rig.writer(
                List.of(),
                new WriterSettings(
                        "router-" + number + "-life-" + lives,
                        "router-" + number,
                        rig.zooKeeper(),
                        Rig.PASSWORDS.app(),
                        Rig.PASSWORDS.scan(),
                        rig.accounts(),
                        0,
                        lastBucket,
                        THREADS,
                        perSecond,
                        READ_PERCENT,
                        random.nextLong()));
    }

    private static long awaitAnswer(LabProcess router) {
        long end = System.nanoTime() + ANSWER.toNanos();
        while (System.nanoTime() - end < 0) {
            List<String> said = router.printed(WriterMain.FIRST_ANSWER);
            if (!said.isEmpty()) {
                return Long.parseLong(said.getLast());
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
        throw new IllegalStateException("a router did not serve within " + ANSWER);
    }
}
