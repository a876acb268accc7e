package dev.plat.router.postgres;

import dev.plat.router.core.Node;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.output.MigrateResult;

/** The migrations of one shard, by Flyway. */
final class ShardMigration {

    private static final String OPTIONS =
            "?options=-c%20lock_timeout=1s&connectTimeout=5&ApplicationName=plat%20migration";
    // A build of an index outside a transaction that failed leaves such a line; the script drops
    // what it left, DdlCheck sees to that, so it may run again.
    private static final String FORGET_FAILED =
            """
            DO $$ BEGIN
              IF to_regclass('public.flyway_schema_history') IS NOT NULL THEN
                DELETE FROM public.flyway_schema_history WHERE NOT success;
              END IF; END $$\
            """;

    private final Node shard;
    private final String url;
    private final String ownerPassword;
    private final List<String> folders;

    ShardMigration(Node shard, String ownerPassword, List<String> folders) {
        this.shard = shard;
        this.url = ShardAddress.of(shard).url() + OPTIONS;
        this.ownerPassword = ownerPassword;
        this.folders = folders;
    }

    /** How it stands now. */
    record Result(int applied, String version) {}

    Result run() {
        forgetFailed();
        MigrateResult result = flyway().migrate();
        String version =
                Optional.ofNullable(result.targetSchemaVersion)
                        .or(() -> Optional.ofNullable(result.initialSchemaVersion))
                        .orElse("none");
        return new Result(result.migrationsExecuted, version);
    }

    /**
     * Reads what is about to run.
     *
     * @throws PlatException {@code config-invalid} naming script, statement and what would be right
     */
    void refuseRewriting() {
        List<String> refusals = new ArrayList<>();
        for (MigrationInfo pending : flyway().info().pending()) {
            DdlCheck.refusals(text(pending.getScript()))
                    .forEach(refusal -> refusals.add(pending.getScript() + ": " + refusal));
        }
        if (!refusals.isEmpty()) {
            throw new PlatException(
                    ErrorCode.CONFIG_INVALID,
                    "A migration would hold up the customers of a shard.",
                    "found",
                    String.join("\n", refusals));
        }
    }

    private String text(String script) {
        ClassLoader loader = ShardMigration.class.getClassLoader();
        for (String folder : folders) {
            try (InputStream in = loader.getResourceAsStream(folder + "/" + script)) {
                if (in != null) {
                    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        throw new IllegalStateException(script + " is in none of " + folders);
    }

    private Flyway flyway() {
        return Flyway.configure(ShardMigration.class.getClassLoader())
                .dataSource(url, RolePasswords.OWNER, ownerPassword)
                .locations(folders.stream().map(f -> "classpath:" + f).toArray(String[]::new))
                .outOfOrder(true)
                .validateMigrationNaming(true)
                // Else CREATE INDEX CONCURRENTLY waits for Flyway's own transaction.
                .configuration(Map.of("flyway.postgresql.transactional.lock", "false"))
                .load();
    }

    private void forgetFailed() {
        try (Connection connection =
                        DriverManager.getConnection(url, RolePasswords.OWNER, ownerPassword);
                Statement statement = connection.createStatement()) {
            statement.execute(FORGET_FAILED);
        } catch (SQLException e) {
            throw new PlatException(
                            ErrorCode.TRY_AGAIN,
                            "The shard's history of migrations could not be read.",
                            "shard",
                            shard.name(),
                            "found",
                            String.valueOf(e.getMessage()))
                    .causedBy(e);
        }
    }
}
