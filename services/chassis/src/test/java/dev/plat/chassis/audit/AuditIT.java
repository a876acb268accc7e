package dev.plat.chassis.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.chassis.BuildingTier;
import dev.plat.router.core.RoutedSqlException;
import dev.plat.router.core.Router;
import dev.plat.router.core.Tx;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.IdKind;
import io.micronaut.core.type.Argument;
import io.micronaut.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The audit log over a real tier; the chain is checked from the rows alone, by its own reader. */
@Servers(postgres = 2, tier = "building")
class AuditIT {

    private final PostgresServers servers;
    private final IdGenerator ids = new IdGenerator(InstantSource.system(), new Random());
    private final Id site = ids.nextAnywhere(IdKind.SITE);
    private final Id actor = ids.nextAnywhere(IdKind.ACCOUNT);
    private final JsonMapper json = JsonMapper.createDefault();
    private final Audit audit = new Audit(json, InstantSource.system());
    private Router router;

    AuditIT(PostgresServers servers) {
        this.servers = servers;
    }

    @BeforeEach
    void open() {
        router = BuildingTier.open(servers);
    }

    @AfterEach
    void close() {
        router.close();
    }

    @Test
    void theChainFollowsFromTheRows() throws Exception {
        record(Map.of("slug", "a", "title", "Ünïcode \" \\ \n", "empty", ""));
        record(Map.of());
        record(Map.of("rev", 7L, "zz", true, "a", List.of("x", 1)));

        assertThat(verified()).isEqualTo(3);
    }

    @Test
    void writersAtOnceMakeOneChainWithoutGaps() throws Exception {
        long writers = 8;
        long each = 10;
        List<Callable<Object>> work = new ArrayList<>();
        for (long i = 0; i < writers; i++) {
            work.add(() -> {
                for (long n = 0; n < each; n++) {
                    record(Map.of("n", n));
                }
                return "";
            });
        }
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Object> done : pool.invokeAll(work)) {
                done.get();
            }
        }

        assertThat(verified()).isEqualTo(writers * each);
    }

    @Test
    void whatIsRolledBackLeavesNoGap() throws Exception {
        record(Map.of());
        assertThatThrownBy(() ->
                        router.write(
                                site,
                                tx -> {
                                    audit.record(tx, actor, "undone", site, Map.of());
                                    throw new IllegalStateException("undone");
                                }))
                .hasMessage("undone");
        record(Map.of());

        assertThat(verified()).isEqualTo(2);
    }

    @Test
    void theApplicationCanNeitherChangeNorDeleteAnEntry() {
        record(Map.of());

        for (String sql :
                List.of(
                        "UPDATE audit_entry SET action = 'forged'",
                        "DELETE FROM audit_entry",
                        "DELETE FROM audit_head",
                        "TRUNCATE audit_entry")) {
            assertThatThrownBy(() -> router.write(site, tx -> run(tx, sql)))
                    .as(sql)
                    .isInstanceOfSatisfying(
                            RoutedSqlException.class,
                            e -> assertThat(e.sqlState()).isEqualTo("42501"));
        }
    }

    private void record(Map<String, Object> facts) {
        router.write(
                site,
                tx -> {
                    audit.record(tx, actor, "site.changed", site, facts);
                    return site;
                });
    }

    private static boolean run(Tx tx, String sql) throws SQLException {
        try (Statement statement = tx.connection().createStatement()) {
            return statement.execute(sql);
        }
    }

    /** How many entries, each of which follows from the one before; the head is the last. */
    private long verified() {
        return router.read(
                site,
                tx -> {
                    String sql =
                            """
                            SELECT seq, at_millis, actor, action, subject, facts::text, prev, e.hash, h.seq, h.hash
                            FROM audit_entry e JOIN audit_head h USING (bucket) WHERE bucket = ? ORDER BY seq\
                            """
                                    .replace("SELECT seq", "SELECT e.seq")
                                    .replace("ORDER BY seq", "ORDER BY e.seq");
                    try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
                        select.setShort(1, (short) tx.bucket().number());
                        return follow(select.executeQuery());
                    }
                });
    }

    private long follow(ResultSet row) throws SQLException {
        byte[] last = new byte[0];
        long seq = 0;
        while (row.next()) {
            seq++;
            assertThat(row.getLong(1)).isEqualTo(seq);
            assertThat(row.getBytes(7)).isEqualTo(last);
            last = hash(last, canonical(row));
            assertThat(row.getBytes(8)).as("entry %d", seq).isEqualTo(last);
            if (row.getLong(9) == seq) {
                assertThat(row.getBytes(10)).isEqualTo(last);
            }
        }
        return seq;
    }

    private String canonical(ResultSet row) throws SQLException {
        StringBuilder text = new StringBuilder();
        for (int column = 1; column <= 6; column++) {
            String value = column == 6 ? sorted(row.getString(6)) : row.getString(column);
            text.append(value.length()).append(':').append(value);
        }
        return text.toString();
    }

    private String sorted(String facts) {
        try {
            Map<String, Object> map =
                    json.readValue(facts, Argument.mapOf(String.class, Object.class));
            return new String(json.writeValueAsBytes(new TreeMap<>(map)), StandardCharsets.UTF_8);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static byte[] hash(byte[] previous, String entry) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(previous);
            return digest.digest(entry.getBytes(StandardCharsets.UTF_8));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
