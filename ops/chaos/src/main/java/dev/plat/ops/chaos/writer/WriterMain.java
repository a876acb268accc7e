package dev.plat.ops.chaos.writer;

import dev.plat.router.postgres.PostgresRouter;
import dev.plat.router.postgres.PostgresSettings;
import dev.plat.router.registry.RegistrySettings;
import dev.plat.router.registry.ZooKeeperTopology;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import dev.plat.schemas.Tier;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The process: writes and reads until it is asked to end. What was written is read back; each
 * write's answer goes into the account before the next begins.
 */
public final class WriterMain {

    /** Printed once, with the milliseconds since the process began. */
    public static final String FIRST_ANSWER = "first answer after ms: ";

    /** What two cores can work on at once; callers beyond that wait at the door. */
    private static final int SOCKETS = 16;

    private static final Duration END = Duration.ofSeconds(15);

    private final WriterSettings settings;
    private final Ledger ledger;
    private final Account account;
    private final Latencies latencies;
    private final Schedule schedule;

    /** By bucket, a key that is there. */
    private final AtomicReferenceArray<@Nullable String> written =
            new AtomicReferenceArray<>(Bucket.COUNT);

    private final AtomicBoolean answered = new AtomicBoolean();
    private volatile boolean ending;

    private WriterMain(
            WriterSettings settings, Ledger ledger, Account account, Latencies latencies) {
        this.settings = settings;
        this.ledger = ledger;
        this.account = account;
        this.latencies = latencies;
        this.schedule = Schedule.of(settings.perSecond());
    }

    public static void main(String[] arguments) throws InterruptedException {
        WriterSettings settings = WriterSettings.ofSystemProperties();
        var topology =
                ZooKeeperTopology.open(
                        new RegistrySettings(
                                settings.zooKeeper(),
                                "/plat",
                                settings.folder().resolve(settings.router()),
                                EnumSet.of(Tier.BUILDING)));
        var router =
                PostgresRouter.open(
                        Tier.BUILDING,
                        topology,
                        PostgresSettings.of(
                                        settings.name(),
                                        settings.appPassword(),
                                        settings.scanPassword())
                                .withSocketsMax(SOCKETS));
        WriterMain writer =
                new WriterMain(
                        settings,
                        new Ledger(router),
                        new Account(settings.folder(), settings.name()),
                        new Latencies(settings.folder(), settings.name()));
        writer.run();
    }

    private void run() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < settings.threads(); i++) {
            int number = i;
            threads.add(Thread.ofVirtual().unstarted(() -> work(number)));
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(threads)));
        threads.forEach(Thread::start);
        System.out.println("writer " + settings.name() + " writes");
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void end(List<Thread> threads) {
        ending = true;
        long limit = System.nanoTime() + END.toNanos();
        for (Thread thread : threads) {
            try {
                thread.join(Duration.ofNanos(Math.max(1, limit - System.nanoTime())));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        latencies.close();
        account.close();
    }

    private void work(int thread) {
        SplittableRandom random = new SplittableRandom(settings.seed() + thread);
        for (long n = 0; !ending; n++) {
            long begin = schedule.next();
            int bucket = random.nextInt(settings.first(), settings.last() + 1);
            String known = written.get(bucket);
            if (known != null && random.nextInt(100) < settings.readPercent()) {
                read(bucket, known);
            } else {
                String key = settings.name() + "." + thread + "." + n;
                if (write(bucket, key)) {
                    written.set(bucket, key);
                }
            }
            latencies.add(System.nanoTime() - begin);
        }
    }

    private boolean write(int bucket, String key) {
        try {
            ledger.write(new Bucket(bucket), key);
            say(Account.Word.ACKNOWLEDGED, bucket, key, "");
            if (answered.compareAndSet(false, true)) {
                long millis = ManagementFactory.getRuntimeMXBean().getUptime();
                System.out.println(FIRST_ANSWER + millis);
            }
            return true;
        } catch (PlatException e) {
            boolean unknown = e.code() == ErrorCode.COMMIT_UNKNOWN;
            say(unknown ? Account.Word.UNKNOWN : Account.Word.FAILED, bucket, key, e.getMessage());
        } catch (RuntimeException e) {
            say(Account.Word.FAILED, bucket, key, e.toString());
        }
        return false;
    }

    private void read(int bucket, String key) {
        try {
            if (!ledger.holds(new Bucket(bucket), key)) {
                say(Account.Word.MISSED, bucket, key, "");
            }
        } catch (RuntimeException e) {
            say(Account.Word.UNREAD, bucket, key, String.valueOf(e.getMessage()));
        }
    }

    private void say(Account.Word word, int bucket, String key, String detail) {
        account.add(new Account.Entry(word, bucket, key, detail.replace('\n', ' ')));
    }
}
