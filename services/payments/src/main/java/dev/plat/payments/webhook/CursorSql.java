package dev.plat.payments.webhook;

import dev.plat.router.core.Tx;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/** The table {@code poll_cursor}. */
final class CursorSql {

    /** Takes the reading, when it is due; it is nobody else's until the pause ends. */
    Optional<Instant> take(Tx tx, String provider, Instant now, Duration pause)
            throws SQLException {
        String sql =
                """
                INSERT INTO poll_cursor AS c (bucket, provider, seen, due) VALUES (?, ?, ?, ?)
                ON CONFLICT (bucket, provider) DO UPDATE SET due = excluded.due WHERE c.due <= ?
                RETURNING c.seen\
                """;
        try (PreparedStatement take = tx.connection().prepareStatement(sql)) {
            take.setShort(1, (short) tx.bucket().number());
            take.setString(2, provider);
            take.setObject(3, InboxSql.time(now));
            take.setObject(4, InboxSql.time(now.plus(pause)));
            take.setObject(5, InboxSql.time(now));
            try (ResultSet row = take.executeQuery()) {
                return row.next()
                        ? Optional.of(row.getObject(1, OffsetDateTime.class).toInstant())
                        : Optional.empty();
            }
        }
    }

    /** It never goes back. */
    void advance(Tx tx, String provider, Instant seen) throws SQLException {
        String sql =
                """
                UPDATE poll_cursor SET seen = greatest(seen, ?) WHERE bucket = ? AND provider = ?\
                """;
        try (PreparedStatement update = tx.connection().prepareStatement(sql)) {
            update.setObject(1, InboxSql.time(seen));
            update.setShort(2, (short) tx.bucket().number());
            update.setString(3, provider);
            update.executeUpdate();
        }
    }
}
