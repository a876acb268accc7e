package dev.plat.payments.outgoing;

import dev.plat.router.core.Tx;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The table {@code webhook_delivery}. */
final class DeliverySql {

    /** One of them. */
    record Key(Id endpoint, Id event) {}

    /** What is to be sent, and to whom. */
    record Taken(Key key, Endpoint endpoint, String body, int tries) {}

    /**
     * Over all buckets of one shard. Each endpoint's first before anybody's second, so that who has
     * much to come keeps nobody waiting.
     */
    List<Key> due(Tx tx, Instant now, int each, int most) throws SQLException {
        String sql =
                """
                SELECT endpoint_id, event_id FROM (
                  SELECT endpoint_id, event_id, due,
                         row_number() OVER (PARTITION BY bucket, endpoint_id ORDER BY due, sequence) AS turn
                    FROM webhook_delivery WHERE due <= ?) d
                 WHERE turn <= ? ORDER BY turn, due LIMIT ?\
                """;
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setObject(1, EndpointSql.time(now));
            select.setInt(2, each);
            select.setInt(3, most);
            List<Key> keys = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    keys.add(
                            new Key(
                                    new Id(IdKind.ENDPOINT, row.getObject(1, UUID.class)),
                                    new Id(IdKind.EVENT, row.getObject(2, UUID.class))));
                }
            }
            return keys;
        }
    }

    /** Takes one up, unless another has: it is nobody else's until the lease ends. */
    Optional<Taken> take(Tx tx, Key key, Instant now, Instant lease) throws SQLException {
        String sql =
                """
                UPDATE webhook_delivery d SET due = ?, tries = d.tries + 1
                  FROM webhook_endpoint e
                 WHERE d.bucket = ? AND d.endpoint_id = ? AND d.event_id = ? AND d.due <= ?
                   AND e.bucket = d.bucket AND e.endpoint_id = d.endpoint_id AND e.state = 'enabled'
                RETURNING d.body::text AS body, d.tries,\
                """
                        + " "
                        + EndpointSql.COLUMNS;
        try (PreparedStatement take = tx.connection().prepareStatement(sql)) {
            take.setObject(1, EndpointSql.time(lease));
            bind(tx, take, 2, key);
            take.setObject(5, EndpointSql.time(now));
            try (ResultSet row = take.executeQuery()) {
                return row.next()
                        ? Optional.of(
                                new Taken(
                                        key,
                                        EndpointSql.endpoint(row),
                                        row.getString("body"),
                                        row.getInt("tries")))
                        : Optional.empty();
            }
        }
    }

    /** Also by somebody whose lease is over: it was taken there. */
    void delivered(Tx tx, Key key, String answer) throws SQLException {
        String sql =
                """
                UPDATE webhook_delivery SET due = NULL, verdict = 'delivered', answer = ?
                 WHERE bucket = ? AND endpoint_id = ? AND event_id = ?\
                """;
        try (PreparedStatement update = tx.connection().prepareStatement(sql)) {
            update.setString(1, answer);
            bind(tx, update, 2, key);
            update.executeUpdate();
        }
    }

    /**
     * It was not taken; nothing when others have it in hand.
     *
     * @param due empty: it is parked
     */
    void missed(Tx tx, Taken taken, Optional<Instant> due, String answer) throws SQLException {
        String sql =
                """
                UPDATE webhook_delivery SET due = ?, verdict = ?, answer = ?
                 WHERE bucket = ? AND endpoint_id = ? AND event_id = ? AND tries = ? AND verdict IS NULL\
                """;
        try (PreparedStatement update = tx.connection().prepareStatement(sql)) {
            update.setObject(1, due.map(EndpointSql::time).orElse(null));
            update.setString(2, due.isPresent() ? null : "parked");
            update.setString(3, answer);
            bind(tx, update, 4, taken.key());
            update.setInt(7, taken.tries());
            update.executeUpdate();
        }
    }

    /** All that is not over. */
    void park(Tx tx, Id endpoint) throws SQLException {
        String sql =
                """
                UPDATE webhook_delivery SET due = NULL, verdict = 'parked'
                 WHERE bucket = ? AND endpoint_id = ? AND verdict IS NULL\
                """;
        try (PreparedStatement update = tx.connection().prepareStatement(sql)) {
            update.setShort(1, (short) tx.bucket().number());
            update.setObject(2, endpoint.uuid());
            update.executeUpdate();
        }
    }

    /** One that is over, or empty: all that are parked; they begin anew. */
    int again(Tx tx, Id endpoint, Optional<Id> event, Instant now) throws SQLException {
        String sql =
                """
                UPDATE webhook_delivery SET due = ?, verdict = NULL, tries = 0
                 WHERE bucket = ? AND endpoint_id = ? AND verdict IS NOT NULL
                   AND (event_id = ? OR ?::uuid IS NULL AND verdict = 'parked')\
                """;
        UUID one = event.map(Id::uuid).orElse(null);
        try (PreparedStatement update = tx.connection().prepareStatement(sql)) {
            update.setObject(1, EndpointSql.time(now));
            update.setShort(2, (short) tx.bucket().number());
            update.setObject(3, endpoint.uuid());
            update.setObject(4, one);
            update.setObject(5, one);
            return update.executeUpdate();
        }
    }

    /** The newest first. */
    List<Delivery> of(Tx tx, Id endpoint, int most) throws SQLException {
        String sql =
                """
                SELECT event_id, type, sequence, told, tries, due, verdict, answer FROM webhook_delivery
                 WHERE bucket = ? AND endpoint_id = ? ORDER BY sequence DESC LIMIT ?\
                """;
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setShort(1, (short) tx.bucket().number());
            select.setObject(2, endpoint.uuid());
            select.setInt(3, most);
            List<Delivery> found = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    found.add(delivery(row));
                }
            }
            return found;
        }
    }

    private static Delivery delivery(ResultSet row) throws SQLException {
        return new Delivery(
                new Id(IdKind.EVENT, row.getObject("event_id", UUID.class)),
                row.getString("type"),
                row.getLong("sequence"),
                row.getObject("told", OffsetDateTime.class).toInstant(),
                row.getInt("tries"),
                EndpointSql.instant(row, "due"),
                Optional.ofNullable(row.getString("verdict")),
                Optional.ofNullable(row.getString("answer")));
    }

    /** Buckets of one shard where something ended long ago. */
    List<Integer> old(Tx tx, Instant before, int most) throws SQLException {
        String sql =
                """
                SELECT DISTINCT bucket FROM (
                  SELECT bucket FROM webhook_delivery
                   WHERE verdict IS NOT NULL AND told < ? ORDER BY told LIMIT ?) o\
                """;
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setObject(1, EndpointSql.time(before));
            select.setInt(2, most);
            List<Integer> buckets = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    buckets.add(row.getInt(1));
                }
            }
            return buckets;
        }
    }

    /** What nobody has in hand. */
    int prune(Tx tx, Instant before, int most) throws SQLException {
        String sql =
                """
                DELETE FROM webhook_delivery WHERE bucket = ? AND (endpoint_id, event_id) IN (
                  SELECT endpoint_id, event_id FROM webhook_delivery
                   WHERE bucket = ? AND verdict IS NOT NULL AND told < ? LIMIT ? FOR UPDATE SKIP LOCKED)\
                """;
        try (PreparedStatement delete = tx.connection().prepareStatement(sql)) {
            delete.setShort(1, (short) tx.bucket().number());
            delete.setShort(2, (short) tx.bucket().number());
            delete.setObject(3, EndpointSql.time(before));
            delete.setInt(4, most);
            return delete.executeUpdate();
        }
    }

    private static void bind(Tx tx, PreparedStatement statement, int at, Key key)
            throws SQLException {
        statement.setShort(at, (short) tx.bucket().number());
        statement.setObject(at + 1, key.endpoint().uuid());
        statement.setObject(at + 2, key.event().uuid());
    }
}
