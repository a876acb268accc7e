package dev.plat.domains.renewal;

import dev.plat.domains.schedule.Failure;
import dev.plat.domains.schedule.FailureClass;
import dev.plat.domains.schedule.RenewalInfo;
import dev.plat.domains.schedule.Tries;
import dev.plat.domains.schedule.Window;
import dev.plat.router.core.Tx;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table {@code certificate_plan}. Moments are the clock's of the database that holds it. */
final class PlanSql {

    private static final int LEASE_SECONDS = 60;

    /** Begins anew for who holds the name now. */
    void want(Tx tx, String name, boolean wildcard) throws SQLException {
        String sql =
                """
                INSERT INTO certificate_plan (bucket, name, wildcard, due) VALUES (?, ?, ?, now())
                ON CONFLICT (bucket, name) DO NOTHING
                """;
        try (PreparedStatement insert = prepared(tx, sql, name)) {
            insert.setBoolean(3, wildcard);
            insert.executeUpdate();
        }
    }

    void drop(Tx tx, String name) throws SQLException {
        String sql = "DELETE FROM certificate_plan WHERE bucket = ? AND name = ?";
        try (PreparedStatement delete = prepared(tx, sql, name)) {
            delete.executeUpdate();
        }
    }

    /** Makes due what waits for this reason. */
    boolean hasten(Tx tx, String name, String... reasons) throws SQLException {
        String sql =
                """
                UPDATE certificate_plan SET due = now()
                 WHERE bucket = ? AND name = ? AND reason = ANY (?)
                """;
        try (PreparedStatement update = prepared(tx, sql, name)) {
            update.setArray(3, tx.connection().createArrayOf("text", reasons));
            return update.executeUpdate() == 1;
        }
    }

    /** Of one shard, in a scatter: the names to decide about, the longest due first. */
    List<String> due(Tx scatter, int limit) throws SQLException {
        String sql = "SELECT name FROM certificate_plan WHERE due <= now() ORDER BY due LIMIT ?";
        try (PreparedStatement find = scatter.connection().prepareStatement(sql)) {
            find.setInt(1, limit);
            List<String> due = new ArrayList<>();
            try (ResultSet row = find.executeQuery()) {
                while (row.next()) {
                    due.add(row.getString(1));
                }
            }
            return due;
        }
    }

    Instant now(Tx tx) throws SQLException {
        try (PreparedStatement ask = tx.connection().prepareStatement("SELECT now()");
                ResultSet row = ask.executeQuery()) {
            row.next();
            return row.getTimestamp(1).toInstant();
        }
    }

    Optional<PlanRow> find(Tx tx, String name) throws SQLException {
        return one(tx, name, "");
    }

    /** Locked to the end of the transaction. */
    Optional<PlanRow> lock(Tx tx, String name) throws SQLException {
        return one(tx, name, " FOR UPDATE");
    }

    /** Takes it for a minute, to ask a CA; false when another has, or it is not due. */
    boolean lease(Tx tx, String name) throws SQLException {
        String sql =
                """
                UPDATE certificate_plan SET due = now() + make_interval(secs => ?)
                 WHERE bucket = ? AND name = ? AND due <= now()
                """;
        try (PreparedStatement update = tx.connection().prepareStatement(sql)) {
            update.setInt(1, LEASE_SECONDS);
            update.setInt(2, tx.bucket().number());
            update.setString(3, name);
            return update.executeUpdate() == 1;
        }
    }

    /**
     * Stores a decision.
     *
     * @param due null until somebody else makes it due
     */
    void decided(Tx tx, String name, String reason, @Nullable Instant due) throws SQLException {
        String sql =
                "UPDATE certificate_plan SET reason = ?, due = ? WHERE bucket = ? AND name = ?";
        try (PreparedStatement update = tx.connection().prepareStatement(sql)) {
            update.setString(1, reason);
            update.setTimestamp(2, stamp(due));
            update.setInt(3, tx.bucket().number());
            update.setString(4, name);
            update.executeUpdate();
        }
    }

    /** Stores how the tries went, and has it decided about at once. */
    void tried(Tx tx, String name, Tries tries) throws SQLException {
        String sql =
                """
                UPDATE certificate_plan
                   SET state = ?, validation_failures = ?, server_failures = ?, failure = ?,
                       sentence = ?, not_before = ?, without_replaces = ?, due = now()
                 WHERE bucket = ? AND name = ?
                """;
        Failure last = tries.last();
        try (PreparedStatement update = tx.connection().prepareStatement(sql)) {
            update.setString(1, tries.state().name().toLowerCase(Locale.ROOT));
            update.setInt(2, tries.validationFailures());
            update.setInt(3, tries.serverFailures());
            update.setString(4, last == null ? null : last.failureClass().text());
            update.setString(5, last == null ? null : last.sentence());
            update.setTimestamp(6, stamp(tries.notBefore()));
            update.setBoolean(7, tries.withoutReplaces());
            update.setInt(8, tx.bucket().number());
            update.setString(9, name);
            update.executeUpdate();
        }
    }

    /** Stores what the CA said of a certificate, and has the name decided about at once. */
    void asked(Tx tx, String name, Id certificate, RenewalInfo info) throws SQLException {
        String sql =
                """
                UPDATE certificate_plan
                   SET info_of = ?, window_start = ?, window_end = ?, moment = ?, ask_again = ?,
                       due = now()
                 WHERE bucket = ? AND name = ?
                """;
        Window window = info.window();
        try (PreparedStatement update = tx.connection().prepareStatement(sql)) {
            update.setObject(1, certificate.uuid());
            update.setTimestamp(2, stamp(window == null ? null : window.start()));
            update.setTimestamp(3, stamp(window == null ? null : window.end()));
            update.setTimestamp(4, stamp(info.moment()));
            update.setTimestamp(5, stamp(info.askAgain()));
            update.setInt(6, tx.bucket().number());
            update.setString(7, name);
            update.executeUpdate();
        }
    }

    private static Optional<PlanRow> one(Tx tx, String name, String lock) throws SQLException {
        String sql =
                """
                SELECT wildcard, state, validation_failures, server_failures, failure, sentence,
                       not_before, without_replaces, info_of, window_start, window_end, moment,
                       ask_again, reason, due
                  FROM certificate_plan WHERE bucket = ? AND name = ?\
                """;
        try (PreparedStatement select = prepared(tx, sql + lock, name);
                ResultSet row = select.executeQuery()) {
            if (!row.next()) {
                return Optional.empty();
            }
            UUID infoOf = row.getObject(9, UUID.class);
            return Optional.of(
                    new PlanRow(
                            name,
                            row.getBoolean(1),
                            tries(row),
                            infoOf == null ? null : new Id(IdKind.CERTIFICATE, infoOf),
                            info(row),
                            row.getString(14),
                            instant(row, 15)));
        }
    }

    private static Tries tries(ResultSet row) throws SQLException {
        String failure = row.getString(5);
        return new Tries(
                Tries.State.valueOf(row.getString(2).toUpperCase(Locale.ROOT)),
                row.getInt(3),
                row.getInt(4),
                failure == null ? null : Failure.of(failureClass(failure), row.getString(6)),
                instant(row, 7),
                row.getBoolean(8));
    }

    private static @Nullable RenewalInfo info(ResultSet row) throws SQLException {
        Instant askAgain = instant(row, 13);
        if (askAgain == null) {
            return null;
        }
        Instant start = instant(row, 10);
        Instant end = instant(row, 11);
        Window window = start == null || end == null ? null : new Window(start, end);
        return new RenewalInfo(window, instant(row, 12), askAgain);
    }

    static FailureClass failureClass(String text) {
        return Arrays.stream(FailureClass.values())
                .filter(each -> each.text().equals(text))
                .findFirst()
                .orElse(FailureClass.OURS);
    }

    private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        Timestamp stamp = row.getTimestamp(column);
        return stamp == null ? null : stamp.toInstant();
    }

    private static @Nullable Timestamp stamp(@Nullable Instant at) {
        return at == null ? null : Timestamp.from(at);
    }

    private static PreparedStatement prepared(Tx tx, String sql, String name) throws SQLException {
        PreparedStatement statement = tx.connection().prepareStatement(sql);
        statement.setInt(1, tx.bucket().number());
        statement.setString(2, name);
        return statement;
    }
}
