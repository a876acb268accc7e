package dev.plat.router.postgres;

import dev.plat.router.core.Node;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import dev.plat.schemas.Tier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.output.MigrateResult;
import org.flywaydb.core.internal.sqlscript.FlywaySqlScriptException;

/**
 * Brings the schema of all shards of a tier up to date, several at a time. What every tier has and
 * what this tier has are numbered apart, so a later number of the one may come after an earlier
 * number of the other.
 *
 * <p>Threads: safe.
 */
public final class TierMigrations {

    private static final int PARALLEL_MAX = 4;
    private static final int CAUSES_MAX = 20;
    private static final String SQL = "classpath:dev/plat/schemas/sql/";
    // A migration that cannot have its lock gives way to the callers that hold it.
    private static final String OPTIONS = "?options=-c%20lock_timeout=5s&connectTimeout=5";

    private final Tier tier;
    private final String ownerPassword;

    public TierMigrations(Tier tier, String ownerPassword) {
        this.tier = tier;
        this.ownerPassword = ownerPassword;
    }

    /**
     * What was done to one shard.
     *
     * @param applied migrations that were new to it
     * @param version what it stands at
     */
    public record Report(String shard, int applied, String version, Duration took) {}

    /**
     * Migrates all shards; each that can be migrated is, also when another fails.
     *
     * @throws PlatException {@code internal}, naming the first shard that failed and its statement
     */
    public List<Report> run(List<Node> shards) {
        List<Report> reports = new ArrayList<>();
        Optional<PlatException> failure = Optional.empty();
        try (ExecutorService executor = Executors.newFixedThreadPool(PARALLEL_MAX)) {
            List<Future<Report>> running = new ArrayList<>();
            for (Node shard : shards) {
                running.add(executor.submit(() -> migrate(shard)));
            }
            for (int i = 0; i < running.size(); i++) {
                try {
                    reports.add(running.get(i).get());
                } catch (ExecutionException e) {
                    PlatException failed =
                            failed(shards.get(i), Optional.ofNullable(e.getCause()).orElse(e));
                    failure.ifPresent(failed::addSuppressed);
                    failure = failure.or(() -> Optional.of(failed));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException("interrupted while migrating", e);
                }
            }
        }
        if (failure.isPresent()) {
            throw failure.get();
        }
        return reports;
    }

    private Report migrate(Node shard) {
        long start = System.nanoTime();
        MigrateResult result =
                Flyway.configure(TierMigrations.class.getClassLoader())
                        .dataSource(
                                ShardAddress.of(shard).url() + OPTIONS,
                                RolePasswords.OWNER,
                                ownerPassword)
                        .locations(SQL + "control", SQL + tier.text())
                        .outOfOrder(true)
                        .validateMigrationNaming(true)
                        // Else CREATE INDEX CONCURRENTLY waits for Flyway's own transaction.
                        .configuration(Map.of("flyway.postgresql.transactional.lock", "false"))
                        .load()
                        .migrate();
        String version =
                Optional.ofNullable(result.targetSchemaVersion)
                        .or(() -> Optional.ofNullable(result.initialSchemaVersion))
                        .orElse("none");
        return new Report(
                shard.name(),
                result.migrationsExecuted,
                version,
                Duration.ofNanos(System.nanoTime() - start));
    }

    private PlatException failed(Node shard, Throwable cause) {
        return new PlatException(
                        ErrorCode.INTERNAL,
                        "A shard's schema could not be migrated.",
                        "tier",
                        tier.text(),
                        "shard",
                        shard.name(),
                        "statement",
                        statement(cause),
                        "found",
                        String.valueOf(cause.getMessage()))
                .causedBy(cause);
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
