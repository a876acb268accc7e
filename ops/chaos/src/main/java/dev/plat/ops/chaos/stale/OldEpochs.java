package dev.plat.ops.chaos.stale;

import dev.plat.ops.chaos.rig.Audit;
import dev.plat.ops.chaos.rig.Rig;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Somebody with {@code psql}, the application's password and an old epoch: tries to write rows into
 * buckets that have moved since, on every shard, through the fence with epoch 1 and past it
 * without. None of them must ever get in.
 *
 * <p>Threads: one of its own for each shard.
 */
final class OldEpochs implements AutoCloseable {

    private static final String PSQL = "/usr/bin/psql";
    private static final String STOP = "\\q\n";
    private static final long OLD_EPOCH = 1;
    private static final Duration PAUSE = Duration.ofMillis(5);

    private final List<Bucket> buckets;
    private final List<Process> processes = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicLong tries = new AtomicLong();
    private final AtomicLong refusals = new AtomicLong();
    private volatile boolean ending;

    /**
     * Begins at once.
     *
     * @param buckets whose epoch is above 1 already
     */
    OldEpochs(Rig rig, List<Bucket> buckets, long seed) {
        this.buckets = List.copyOf(buckets);
        if (!Files.isExecutable(Path.of(PSQL))) {
            throw new PlatException(
                    ErrorCode.CONFIG_INVALID,
                    "A program is missing.",
                    "value",
                    PSQL,
                    "expected",
                    "apt-get install postgresql-client");
        }
        for (int server = 0; server < rig.nodes().size(); server++) {
            Process process = start(rig, server);
            SplittableRandom random = new SplittableRandom(seed + server);
            processes.add(process);
            threads.add(Thread.ofPlatform().daemon().start(() -> feed(process, random)));
            threads.add(Thread.ofPlatform().daemon().start(() -> listen(process)));
        }
    }

    long tries() {
        return tries.get();
    }

    long refusals() {
        return refusals.get();
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
        processes.forEach(Process::destroyForcibly);
    }

    private static Process start(Rig rig, int server) {
        ProcessBuilder psql =
                new ProcessBuilder(
                                "setpriv",
                                "--pdeathsig",
                                "KILL",
                                "--",
                                PSQL,
                                "-X",
                                "-q",
                                "-h",
                                "127.0.0.1",
                                "-p",
                                Integer.toString(rig.port(server)),
                                "-U",
                                "plat_app",
                                Rig.TIER.text())
                        .redirectErrorStream(true);
        psql.environment().put("PGPASSWORD", Rig.PASSWORDS.app());
        try {
            return psql.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void feed(Process process, SplittableRandom random) {
        try (Writer in =
                new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8)) {
            while (!ending && process.isAlive()) {
                int bucket = buckets.get(random.nextInt(buckets.size())).number();
                long n = tries.incrementAndGet();
                boolean pastTheFence = random.nextInt(4) == 0;
                String enter =
                        pastTheFence
                                ? ""
                                : "SELECT plat.plat_enter(%d::smallint, %d) \\g /dev/null%n"
                                        .formatted(bucket, OLD_EPOCH);
                in.write(
                        "BEGIN;%n%sINSERT INTO idempotency VALUES (%d, '%s.%d', '');%nCOMMIT;%n"
                                .formatted(enter, bucket, Audit.INTRUDER, n));
                in.flush();
                LockSupport.parkNanos(PAUSE.toNanos());
            }
            in.write(STOP);
        } catch (IOException e) {
            if (!ending) {
                throw new UncheckedIOException("psql has ended", e);
            }
        }
    }

    private void listen(Process process) {
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.startsWith("ERROR:")) {
                    refusals.incrementAndGet();
                }
            }
        } catch (IOException e) {
            if (!ending) {
                throw new UncheckedIOException("psql has ended", e);
            }
        }
    }
}
