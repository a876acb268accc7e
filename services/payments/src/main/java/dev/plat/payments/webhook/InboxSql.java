package dev.plat.payments.webhook;

import dev.plat.payments.provider.ProviderEvent;
import dev.plat.router.core.Tx;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The table {@code webhook_inbox}. */
final class InboxSql {

    /** A row that is worked at. */
    record Taken(ProviderEvent event, int tries) {}

    /** Nothing happens when it is known. */
    boolean insert(Tx tx, String provider, ProviderEvent event, String source, Instant now)
            throws SQLException {
        String sql =
                """
                INSERT INTO webhook_inbox (bucket, provider, event_id, type, object, created, received, source, due)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (bucket, provider, event_id) DO NOTHING\
                """;
        try (PreparedStatement insert = tx.connection().prepareStatement(sql)) {
            insert.setShort(1, (short) tx.bucket().number());
            insert.setString(2, provider);
            insert.setString(3, event.id());
            insert.setString(4, event.type());
            insert.setString(5, event.object());
            insert.setObject(6, time(event.created()));
            insert.setObject(7, time(now));
            insert.setString(8, source);
            insert.setObject(9, time(now));
            return insert.executeUpdate() == 1;
        }
    }

    /** Ids of events that are due, over all buckets of one shard. */
    List<String> due(Tx tx, String provider, Instant now, int limit) throws SQLException {
        String sql =
                """
                SELECT event_id FROM webhook_inbox WHERE due <= ? AND provider = ? ORDER BY due LIMIT ?\
                """;
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setObject(1, time(now));
            select.setString(2, provider);
            select.setInt(3, limit);
            List<String> ids = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    ids.add(row.getString(1));
                }
            }
            return ids;
        }
    }

    /** Takes one up, unless another has: it is nobody else's until the lease ends. */
    Optional<Taken> take(Tx tx, String provider, String event, Instant now, Duration lease)
            throws SQLException {
        String sql =
                """
                UPDATE webhook_inbox SET due = ?, tries = tries + 1
                 WHERE (bucket, provider, event_id) IN (
                   SELECT bucket, provider, event_id FROM webhook_inbox
                    WHERE bucket = ? AND provider = ? AND event_id = ? AND due <= ? FOR UPDATE SKIP LOCKED)
                RETURNING type, object, created, tries\
                """;
        try (PreparedStatement take = tx.connection().prepareStatement(sql)) {
            take.setObject(1, time(now.plus(lease)));
            take.setShort(2, (short) tx.bucket().number());
            take.setString(3, provider);
            take.setString(4, event);
            take.setObject(5, time(now));
            try (ResultSet row = take.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                Instant created = row.getObject(3, OffsetDateTime.class).toInstant();
                return Optional.of(
                        new Taken(
                                new ProviderEvent(
                                        event, row.getString(1), row.getString(2), created),
                                row.getInt(4)));
            }
        }
    }

    void end(Tx tx, String provider, String event, String verdict, String reason)
            throws SQLException {
        String sql =
                """
                UPDATE webhook_inbox SET due = NULL, verdict = ?, reason = ?
                 WHERE bucket = ? AND provider = ? AND event_id = ?\
                """;
        try (PreparedStatement update = tx.connection().prepareStatement(sql)) {
            update.setString(1, verdict);
            update.setString(2, reason);
            update.setShort(3, (short) tx.bucket().number());
            update.setString(4, provider);
            update.setString(5, event);
            update.executeUpdate();
        }
    }

    void later(Tx tx, String provider, String event, Instant due) throws SQLException {
        String sql =
                """
                UPDATE webhook_inbox SET due = ?
                 WHERE bucket = ? AND provider = ? AND event_id = ? AND verdict IS NULL\
                """;
        try (PreparedStatement update = tx.connection().prepareStatement(sql)) {
            update.setObject(1, time(due));
            update.setShort(2, (short) tx.bucket().number());
            update.setString(3, provider);
            update.setString(4, event);
            update.executeUpdate();
        }
    }

    /** Buckets of one shard where something done was received before a moment. */
    List<Integer> old(Tx tx, Instant before, int limit) throws SQLException {
        String sql =
                """
                SELECT DISTINCT bucket FROM (
                  SELECT bucket FROM webhook_inbox
                   WHERE verdict IN ('applied', 'foreign') AND received < ? ORDER BY received LIMIT ?) o\
                """;
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setObject(1, time(before));
            select.setInt(2, limit);
            List<Integer> buckets = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    buckets.add(row.getInt(1));
                }
            }
            return buckets;
        }
    }

    int prune(Tx tx, Instant before) throws SQLException {
        String sql =
                """
                DELETE FROM webhook_inbox
                 WHERE bucket = ? AND verdict IN ('applied', 'foreign') AND received < ?\
                """;
        try (PreparedStatement delete = tx.connection().prepareStatement(sql)) {
            delete.setShort(1, (short) tx.bucket().number());
            delete.setObject(2, time(before));
            return delete.executeUpdate();
        }
    }

    /** Whether it is there; from now on it is due as if it had just come. */
    boolean again(Tx tx, String provider, String event, Instant now) throws SQLException {
        String sql =
                """
                UPDATE webhook_inbox SET due = ?, tries = 0, verdict = NULL, reason = NULL
                 WHERE bucket = ? AND provider = ? AND event_id = ?\
                """;
        try (PreparedStatement update = tx.connection().prepareStatement(sql)) {
            update.setObject(1, time(now));
            update.setShort(2, (short) tx.bucket().number());
            update.setString(3, provider);
            update.setString(4, event);
            return update.executeUpdate() == 1;
        }
    }

    Optional<Inbox.Standing> standing(Tx tx, String provider, String event) throws SQLException {
        String sql =
                """
                SELECT type, object, tries, verdict, reason FROM webhook_inbox
                 WHERE bucket = ? AND provider = ? AND event_id = ?\
                """;
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setShort(1, (short) tx.bucket().number());
            select.setString(2, provider);
            select.setString(3, event);
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(
                                new Inbox.Standing(
                                        row.getString(1),
                                        row.getString(2),
                                        row.getInt(3),
                                        row.getString(4),
                                        row.getString(5)))
                        : Optional.empty();
            }
        }
    }

    static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
