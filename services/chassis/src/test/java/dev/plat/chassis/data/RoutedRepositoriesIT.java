package dev.plat.chassis.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.chassis.BuildingTier;
import dev.plat.chassis.TestProcess;
import dev.plat.router.core.Router;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.IdKind;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A repository that Micronaut Data made works inside the router's transactions, and only there. */
@Servers(postgres = 2, tier = "building")
class RoutedRepositoriesIT {

    @TempDir Path folder;
    private final PostgresServers servers;
    private final IdGenerator ids = new IdGenerator(InstantSource.system(), new Random());
    private final Id account = ids.nextAnywhere(IdKind.ACCOUNT);
    private ApplicationContext process;
    private Router router;
    private ProbeRows rows;

    RoutedRepositoriesIT(PostgresServers servers) {
        this.servers = servers;
    }

    @BeforeEach
    void open() throws IOException {
        router = BuildingTier.open(servers);
        process = TestProcess.start(folder);
        rows = process.getBean(ProbeRows.class);
    }

    @AfterEach
    void close() {
        process.close();
        router.close();
    }

    @Test
    void aRowIsWrittenAndReadBackThroughTheRouter() {
        router.write(account, tx -> rows.save(row((short) tx.bucket().number())));

        assertThat(stored()).hasValueSatisfying(row -> assertThat(row.epoch()).isEqualTo(1));
    }

    @Test
    void theRepositorySharesTheTransactionOfTheFence() {
        router.write(
                account,
                tx -> {
                    rows.save(row((short) tx.bucket().number()));
                    try (Statement statement = tx.connection().createStatement();
                            ResultSet found =
                                    statement.executeQuery(
                                            "SELECT current_setting('plat.bucket')::int, count(*)::int FROM account")) {
                        found.next();
                        assertThat(found.getInt(1)).isEqualTo(account.bucket().number());
                        assertThat(found.getInt(2)).as("seen before the commit").isEqualTo(1);
                    }
                    return account;
                });
    }

    @Test
    void whatTheRouterRollsBackTheRepositoryNeverWrote() {
        assertThatThrownBy(() ->
                        router.write(
                                account,
                                tx -> {
                                    rows.save(row((short) tx.bucket().number()));
                                    throw new IllegalStateException("undone");
                                }))
                .hasMessage("undone");

        assertThat(stored()).isEmpty();
    }

    @Test
    void outsideTheRouterARepositoryReachesNothing() {
        assertThatThrownBy(() ->
                        rows.findByBucketAndAccountId(
                                (short) account.bucket().number(), account.uuid()))
                .hasStackTraceContaining("outside router.write or router.read");
    }

    private Optional<ProbeRow> stored() {
        return router.read(
                account,
                tx -> rows.findByBucketAndAccountId((short) tx.bucket().number(), account.uuid()));
    }

    private ProbeRow row(short bucket) {
        return new ProbeRow(bucket, account.uuid(), "a@example.org", 1, Instant.EPOCH);
    }
}
