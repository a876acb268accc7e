package dev.plat.ops.bench.ledger;

import dev.plat.schemas.Bucket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/** Callers that write journals into buckets drawn by lot. */
final class Clients {

    private static final long NANOS_MAX = Duration.ofMinutes(1).toNanos();
    private static final int DIGITS = 3;
    private static final int AMOUNT_MAX = 100_000;

    /** A payer's account is opened once, so that what is measured is posting. */
    static final int PAYERS = 4;

    private final int clients;
    private final int buckets;
    private final AtomicLong numbers = new AtomicLong();
    private final SplittableRandom seeds;

    Clients(int clients, int buckets, long seed) {
        this.clients = clients;
        this.buckets = buckets;
        this.seeds = new SplittableRandom(seed);
    }

    /**
     * What was seen.
     *
     * @param journals written
     * @param seconds the slowest client's
     */
    record Seen(long journals, double seconds, Histogram nanos) {

        double perSecond() {
            return journals / seconds;
        }

        double millis(double percentile) {
            return nanos.getValueAtPercentile(percentile) / 1e6;
        }

        Seen and(Seen other) {
            Histogram both = nanos.copy();
            both.add(other.nanos);
            return new Seen(journals + other.journals, Math.max(seconds, other.seconds), both);
        }
    }

    /** Each client writes as fast as it is answered. */
    Seen closed(Writing writing, int journals, Duration time) {
        return all(random -> {
            Histogram nanos = new Histogram(NANOS_MAX, DIGITS);
            long begin = System.nanoTime();
            long count = 0;
            long now = begin;
            while (now - begin < time.toNanos()) {
                write(writing, journals, random);
                long after = System.nanoTime();
                nanos.recordValue(Math.min(NANOS_MAX, after - now));
                now = after;
                count += journals;
            }
            return new Seen(count, (now - begin) / 1e9, nanos);
        });
    }

    /**
     * So many journals a second whatever the answers do: a transaction's time begins when it was
     * due, so that waiting behind a slow one counts.
     */
    Seen open(Writing writing, int journals, int perSecond, Duration time) {
        AtomicLong next = new AtomicLong();
        long gap = Duration.ofSeconds(1).toNanos() * journals / perSecond;
        long transactions = time.toNanos() / gap;
        long begin = System.nanoTime();
        return all(random -> {
            Histogram nanos = new Histogram(NANOS_MAX, DIGITS);
            long count = 0;
            for (long i = next.getAndIncrement(); i < transactions; i = next.getAndIncrement()) {
                long due = begin + i * gap;
                for (long wait = due - System.nanoTime();
                        wait > 0;
                        wait = due - System.nanoTime()) {
                    LockSupport.parkNanos(wait);
                }
                write(writing, journals, random);
                nanos.recordValue(Math.clamp(System.nanoTime() - due, 0, NANOS_MAX));
                count += journals;
            }
            return new Seen(count, (System.nanoTime() - begin) / 1e9, nanos);
        });
    }

    /** One journal for each payer of each bucket. */
    void openAccounts(Writing writing) {
        for (int bucket = 0; bucket < buckets; bucket++) {
            List<Writing.Draft> drafts = new ArrayList<>();
            for (int payer = 0; payer < PAYERS; payer++) {
                drafts.add(new Writing.Draft(numbers.incrementAndGet(), payer, 1));
            }
            writing.write(new Bucket(bucket), drafts);
        }
    }

    private void write(Writing writing, int journals, SplittableRandom random) {
        List<Writing.Draft> drafts = new ArrayList<>(journals);
        for (int i = 0; i < journals; i++) {
            drafts.add(
                    new Writing.Draft(
                            numbers.incrementAndGet(),
                            random.nextInt(PAYERS),
                            1 + random.nextInt(AMOUNT_MAX)));
        }
        writing.write(new Bucket(random.nextInt(buckets)), drafts);
    }

    private interface Client {
        Seen run(SplittableRandom random);
    }

    private Seen all(Client client) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Seen>> runs = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                SplittableRandom random = seeds.split();
                runs.add(threads.submit(() -> client.run(random)));
            }
            Seen all = new Seen(0, 0, new Histogram(NANOS_MAX, DIGITS));
            for (Future<Seen> run : runs) {
                all = all.and(run.get());
            }
            return all;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a client failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while measuring", e);
        }
    }
}
