package dev.plat.router.postgres;

import dev.plat.router.core.Deadline;
import dev.plat.router.core.Node;
import dev.plat.router.postgres.Rings.Ring;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import dev.plat.schemas.Tier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.flywaydb.core.internal.sqlscript.FlywaySqlScriptException;
import org.jspecify.annotations.Nullable;

/**
 * Brings the schema of all shards of a tier up to date: one shard first, then a tenth of them, then
 * the others, several at a time. The first failure ends it: what runs ends, nothing more begins,
 * and the error says where it stands. Run again, it goes on there; a shard that is up to date is
 * only looked at.
 *
 * <p>Threads: safe.
 */
public final class TierMigrations {

    private static final int PARALLEL_MAX = 4;
    private static final int CAUSES_MAX = 20;
    private static final String SQL = "dev/plat/schemas/sql/";
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final Duration LOCK_PATIENCE = Duration.ofSeconds(60);
    private static final Duration LOCK_PAUSE = Duration.ofMillis(50);
    private static final Duration LOCK_PAUSE_MAX = Duration.ofSeconds(2);

    private final Tier tier;
    private final String ownerPassword;
    private final List<String> folders;

    public TierMigrations(Tier tier, String ownerPassword) {
        this(tier, ownerPassword, List.of(SQL + "control", SQL + tier.text()));
    }

    /**
     * What every tier has and what this tier has are numbered apart, so a later number of the one
     * may come after an earlier number of the other.
     *
     * @param folders of scripts on the class path
     */
    TierMigrations(Tier tier, String ownerPassword, List<String> folders) {
        this.tier = tier;
        this.ownerPassword = ownerPassword;
        this.folders = List.copyOf(folders);
    }

    /** The same with one more folder of scripts on the class path: a change that is rehearsed. */
    public TierMigrations with(String folder) {
        List<String> more = new ArrayList<>(folders);
        more.add(folder);
        return new TierMigrations(tier, ownerPassword, more);
    }

    /**
     * What was done to one shard.
     *
     * @param ring {@code canary}, {@code tenth} or {@code all}
     * @param applied migrations that were new to it
     * @param version what it stands at
     */
    public record Report(String shard, String ring, int applied, String version, Duration took) {}

    /** The same, telling nobody on the way. */
    public List<Report> run(List<Node> shards) {
        return run(shards, _ -> {});
    }

    /**
     * Migrates all shards in rings.
     *
     * @param progress is told of each shard that was migrated, from several threads
     * @throws PlatException {@code schema-stopped}, naming the ring, the shard that failed first,
     *     its statement, and how many shards were migrated and not begun
     */
    public List<Report> run(List<Node> shards, Consumer<Report> progress) {
        Run run = new Run(shards, progress);
        Rings.of(shards).forEach(run::ring);
        return List.copyOf(run.reports);
    }

    private record Failure(Node shard, Exception cause) {}

    /** One time through the rings. */
    private final class Run {

        private final List<Node> shards;
        private final Consumer<Report> progress;
        private final List<Report> reports = Collections.synchronizedList(new ArrayList<>());
        private final Set<String> begun = Collections.synchronizedSet(new HashSet<>());
        private final AtomicReference<@Nullable Failure> failure = new AtomicReference<>();

        Run(List<Node> shards, Consumer<Report> progress) {
            this.shards = shards;
            this.progress = progress;
        }

        void ring(Ring ring, List<Node> members) {
            try (ExecutorService executor = Executors.newFixedThreadPool(PARALLEL_MAX)) {
                members.forEach(shard -> executor.execute(() -> one(ring, shard)));
            }
            Failure failed = failure.get();
            if (failed != null) {
                throw failed(ring, failed);
            }
        }

        private void one(Ring ring, Node shard) {
            if (failure.get() != null) {
                return;
            }
            begun.add(shard.name());
            try {
                Report report = migrate(ring, shard);
                reports.add(report);
                progress.accept(report);
            } catch (RuntimeException e) {
                failure.compareAndSet(null, new Failure(shard, e));
            }
        }

        private PlatException failed(Ring ring, Failure failed) {
            return new PlatException(
                            ErrorCode.SCHEMA_STOPPED,
                            "A shard's schema could not be migrated; no other was begun after it.",
                            "tier",
                            tier.text(),
                            "ring",
                            ring.text(),
                            "shard",
                            failed.shard.name(),
                            "statement",
                            statement(failed.cause),
                            "found",
                            String.valueOf(failed.cause.getMessage()),
                            "migrated",
                            reports.size(),
                            "notBegun",
                            shards.size() - begun.size())
                    .causedBy(failed.cause);
        }
    }

    /** A migration that cannot have a lock within a second gives way, and tries again. */
    private Report migrate(Ring ring, Node shard) {
        long start = System.nanoTime();
        Deadline end = Deadline.in(LOCK_PATIENCE);
        ShardMigration migration = new ShardMigration(shard, ownerPassword, folders);
        if (ring == Ring.CANARY) {
            migration.refuseRewriting();
        }
        for (int tries = 0; ; tries++) {
            try {
                ShardMigration.Result result = migration.run();
                return new Report(
                        shard.name(),
                        ring.text(),
                        result.applied(),
                        result.version(),
                        Duration.ofNanos(System.nanoTime() - start));
            } catch (RuntimeException e) {
                if (!lockWasTaken(e) || end.passed()) {
                    throw e;
                }
                Pause.growing(LOCK_PAUSE, tries, LOCK_PAUSE_MAX, end);
            }
        }
    }

    private static boolean lockWasTaken(Throwable cause) {
        return Refusal.states(cause).anyMatch(LOCK_NOT_AVAILABLE::equals);
    }

    /** Flyway's own text names script and line, and leaves the statement out. */
    private static String statement(Throwable cause) {
        return Stream.iterate(cause, Objects::nonNull, Throwable::getCause)
                .limit(CAUSES_MAX)
                .filter(FlywaySqlScriptException.class::isInstance)
                .map(FlywaySqlScriptException.class::cast)
                .map(FlywaySqlScriptException::getStatement)
                .findFirst()
                .orElse("none");
    }
}
