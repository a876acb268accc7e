package dev.plat.domains.renewal;

import dev.plat.domains.schedule.Circuit;
import dev.plat.router.core.Tx;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The table {@code ca_circuit}, in the bucket of the CA. No row is a closed one. */
final class CircuitSql {

    Circuit find(Tx tx, String issuer) throws SQLException {
        String sql =
                """
                SELECT failures, open_since, probe_at FROM ca_circuit
                 WHERE bucket = ? AND issuer = ?
                """;
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setInt(1, tx.bucket().number());
            select.setString(2, issuer);
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? new Circuit(row.getInt(1), instant(row, 2), instant(row, 3))
                        : Circuit.CLOSED;
            }
        }
    }

    /** Stores {@code next} where {@code seen} still stands; false when it does not. */
    boolean replace(Tx tx, String issuer, Circuit seen, Circuit next) throws SQLException {
        String sql =
                """
                INSERT INTO ca_circuit AS c (bucket, issuer, failures, open_since, probe_at)
                VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (bucket, issuer) DO UPDATE
                   SET failures = EXCLUDED.failures, open_since = EXCLUDED.open_since,
                       probe_at = EXCLUDED.probe_at
                 WHERE c.failures = ? AND c.probe_at IS NOT DISTINCT FROM ?
                """;
        try (PreparedStatement upsert = tx.connection().prepareStatement(sql)) {
            upsert.setInt(1, tx.bucket().number());
            upsert.setString(2, issuer);
            upsert.setInt(3, next.failures());
            upsert.setTimestamp(4, stamp(next.openSince()));
            upsert.setTimestamp(5, stamp(next.probeAt()));
            upsert.setInt(6, seen.failures());
            upsert.setTimestamp(7, stamp(seen.probeAt()));
            return upsert.executeUpdate() == 1;
        }
    }

    private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        Timestamp stamp = row.getTimestamp(column);
        return stamp == null ? null : stamp.toInstant();
    }

    private static @Nullable Timestamp stamp(@Nullable Instant at) {
        return at == null ? null : Timestamp.from(at);
    }
}
