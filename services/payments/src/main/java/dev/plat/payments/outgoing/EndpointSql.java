package dev.plat.payments.outgoing;

import dev.plat.router.core.Tx;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** The table {@code webhook_endpoint}. */
final class EndpointSql {

    static final String COLUMNS =
            """
            e.endpoint_id, e.account_id, e.url, e.types, e.reason, e.made, e.key_number, e.old_until, e.failing_since\
            """;

    private static final String SELECT = "SELECT " + COLUMNS + " FROM webhook_endpoint e WHERE ";

    /**
     * Takes the lowest slot that is free.
     *
     * @return false when none is, or somebody was faster
     */
    boolean insert(Tx tx, Endpoint it, int most) throws SQLException {
        String sql =
                """
                INSERT INTO webhook_endpoint (bucket, endpoint_id, account_id, slot, url, types, state, reason, made,
                                              sequence, key_number)
                SELECT ?, ?, ?, min(s), ?, ?, 'enabled', '', ?, 0, 1 FROM generate_series(1, ?) s
                 WHERE NOT EXISTS (SELECT 1 FROM webhook_endpoint o
                                    WHERE o.bucket = ? AND o.account_id = ? AND o.slot = s)
                HAVING count(*) > 0
                ON CONFLICT DO NOTHING\
                """;
        try (PreparedStatement insert = tx.connection().prepareStatement(sql)) {
            insert.setShort(1, (short) tx.bucket().number());
            insert.setObject(2, it.id().uuid());
            insert.setObject(3, it.account().uuid());
            insert.setString(4, it.url());
            insert.setArray(5, tx.connection().createArrayOf("text", it.types().toArray()));
            insert.setObject(6, time(it.made()));
            insert.setInt(7, most);
            insert.setShort(8, (short) tx.bucket().number());
            insert.setObject(9, it.account().uuid());
            return insert.executeUpdate() == 1;
        }
    }

    /** The oldest first. */
    List<Endpoint> of(Tx tx, Id account) throws SQLException {
        String sql = SELECT + "e.bucket = ? AND e.account_id = ? ORDER BY e.made, e.endpoint_id";
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setShort(1, (short) tx.bucket().number());
            select.setObject(2, account.uuid());
            return list(select);
        }
    }

    Optional<Endpoint> find(Tx tx, Id endpoint) throws SQLException {
        String sql = SELECT + "e.bucket = ? AND e.endpoint_id = ? FOR UPDATE";
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setShort(1, (short) tx.bucket().number());
            select.setObject(2, endpoint.uuid());
            return list(select).stream().findFirst();
        }
    }

    /** Those of one shard that take nothing, or have what was given up; the longest first. */
    List<Endpoint> troubled(Tx tx, int most) throws SQLException {
        String sql =
                SELECT
                        + """
                        e.failing_since IS NOT NULL
                           OR (e.bucket, e.endpoint_id) IN (SELECT DISTINCT bucket, endpoint_id FROM webhook_delivery
                                                             WHERE verdict = 'parked')
                         ORDER BY e.failing_since NULLS LAST, e.endpoint_id LIMIT ?\
                        """;
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setInt(1, most);
            return list(select);
        }
    }

    /** Enabled without a reason. */
    void set(Tx tx, Id endpoint, Optional<Endpoint.Reason> disabled) throws SQLException {
        String sql =
                """
                UPDATE webhook_endpoint SET state = ?, reason = ?, failing_since = NULL
                 WHERE bucket = ? AND endpoint_id = ?\
                """;
        try (PreparedStatement update = tx.connection().prepareStatement(sql)) {
            update.setString(1, disabled.isPresent() ? "disabled" : "enabled");
            update.setString(2, disabled.map(Endpoint.Reason::text).orElse(""));
            update.setShort(3, (short) tx.bucket().number());
            update.setObject(4, endpoint.uuid());
            update.executeUpdate();
        }
    }

    void rotate(Tx tx, Id endpoint, Instant oldUntil) throws SQLException {
        String sql =
                """
                UPDATE webhook_endpoint SET key_number = key_number + 1, old_until = ?
                 WHERE bucket = ? AND endpoint_id = ?\
                """;
        try (PreparedStatement update = tx.connection().prepareStatement(sql)) {
            update.setObject(1, time(oldUntil));
            update.setShort(2, (short) tx.bucket().number());
            update.setObject(3, endpoint.uuid());
            update.executeUpdate();
        }
    }

    void taking(Tx tx, Id endpoint) throws SQLException {
        String sql =
                """
                UPDATE webhook_endpoint SET failing_since = NULL
                 WHERE bucket = ? AND endpoint_id = ? AND failing_since IS NOT NULL\
                """;
        try (PreparedStatement update = tx.connection().prepareStatement(sql)) {
            update.setShort(1, (short) tx.bucket().number());
            update.setObject(2, endpoint.uuid());
            update.executeUpdate();
        }
    }

    /** All that it did not take was given up: what fails next is another failure. */
    void idle(Tx tx, Id endpoint) throws SQLException {
        String sql =
                """
                UPDATE webhook_endpoint e SET failing_since = NULL
                 WHERE bucket = ? AND endpoint_id = ?
                   AND NOT EXISTS (SELECT FROM webhook_delivery d WHERE d.bucket = e.bucket
                                      AND d.endpoint_id = e.endpoint_id AND d.verdict IS NULL)\
                """;
        try (PreparedStatement update = tx.connection().prepareStatement(sql)) {
            update.setShort(1, (short) tx.bucket().number());
            update.setObject(2, endpoint.uuid());
            update.executeUpdate();
        }
    }

    void failing(Tx tx, Id endpoint, Instant now) throws SQLException {
        String sql =
                """
                UPDATE webhook_endpoint SET failing_since = ?
                 WHERE bucket = ? AND endpoint_id = ? AND failing_since IS NULL AND state = 'enabled'\
                """;
        try (PreparedStatement update = tx.connection().prepareStatement(sql)) {
            update.setObject(1, time(now));
            update.setShort(2, (short) tx.bucket().number());
            update.setObject(3, endpoint.uuid());
            update.executeUpdate();
        }
    }

    void delete(Tx tx, Id endpoint) throws SQLException {
        String sql =
                """
                WITH d AS (DELETE FROM webhook_delivery WHERE bucket = ? AND endpoint_id = ?)
                DELETE FROM webhook_endpoint WHERE bucket = ? AND endpoint_id = ?\
                """;
        try (PreparedStatement delete = tx.connection().prepareStatement(sql)) {
            delete.setShort(1, (short) tx.bucket().number());
            delete.setObject(2, endpoint.uuid());
            delete.setShort(3, (short) tx.bucket().number());
            delete.setObject(4, endpoint.uuid());
            delete.executeUpdate();
        }
    }

    private static List<Endpoint> list(PreparedStatement select) throws SQLException {
        List<Endpoint> found = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                found.add(endpoint(row));
            }
        }
        return found;
    }

    /** Of {@link #COLUMNS}. */
    static Endpoint endpoint(ResultSet row) throws SQLException {
        Array types = row.getArray("types");
        String reason = row.getString("reason");
        return new Endpoint(
                new Id(IdKind.ENDPOINT, row.getObject("endpoint_id", UUID.class)),
                new Id(IdKind.ACCOUNT, row.getObject("account_id", UUID.class)),
                row.getString("url"),
                List.of((String[]) types.getArray()),
                reason.isEmpty()
                        ? Optional.empty()
                        : Optional.of(Endpoint.Reason.valueOf(reason.toUpperCase(Locale.ROOT))),
                row.getObject("made", OffsetDateTime.class).toInstant(),
                row.getInt("key_number"),
                instant(row, "old_until"),
                instant(row, "failing_since"));
    }

    static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
                .map(OffsetDateTime::toInstant);
    }

    static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
