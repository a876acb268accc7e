package dev.plat.payments.store;

import dev.plat.payments.money.Money;
import dev.plat.payments.provider.Movement;
import dev.plat.payments.reconcile.MovementBook.Taken;
import dev.plat.payments.reconcile.Verdict;
import dev.plat.router.core.Tx;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The tables {@code movement} and {@code movement_cursor}. */
final class MovementSql {

    static final String COLUMNS = "movement_id, kind, type, source, amount, fee, currency, created";

    private final String provider;

    MovementSql(String provider) {
        this.provider = provider;
    }

    /** Those of these that are known, over all buckets of one shard. */
    List<String> known(Tx tx, List<String> ids) throws SQLException {
        String sql =
                "SELECT movement_id FROM movement WHERE provider = ? AND movement_id = ANY (?)";
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setString(1, provider);
            select.setArray(2, tx.connection().createArrayOf("text", ids.toArray()));
            return texts(select);
        }
    }

    /** Nothing happens when it is known. */
    boolean insert(Tx tx, Movement movement, Instant now) throws SQLException {
        String sql =
                """
                INSERT INTO movement (bucket, provider, movement_id, kind, type, source, amount, fee, currency,
                                      created, seen, verdict, due)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'new', ?)
                ON CONFLICT (bucket, provider, movement_id) DO NOTHING\
                """;
        try (PreparedStatement insert = tx.connection().prepareStatement(sql)) {
            insert.setShort(1, (short) tx.bucket().number());
            insert.setString(2, provider);
            insert.setString(3, movement.id());
            insert.setString(4, movement.kind().text());
            insert.setString(5, movement.type());
            insert.setString(6, movement.source());
            insert.setLong(7, movement.amount().minor());
            insert.setLong(8, movement.fee().minor());
            insert.setString(9, movement.amount().currency().code());
            insert.setObject(10, Columns.time(movement.created()));
            insert.setObject(11, Columns.time(now));
            insert.setObject(12, Columns.time(now));
            return insert.executeUpdate() == 1;
        }
    }

    /** Over all buckets of one shard. */
    List<String> due(Tx tx, Instant now, int limit) throws SQLException {
        String sql =
                """
                SELECT movement_id FROM movement WHERE due <= ? AND provider = ? ORDER BY due, created LIMIT ?\
                """;
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setObject(1, Columns.time(now));
            select.setString(2, provider);
            select.setInt(3, limit);
            return texts(select);
        }
    }

    private static List<String> texts(PreparedStatement select) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                texts.add(row.getString(1));
            }
        }
        return texts;
    }

    Optional<Taken> take(Tx tx, String movement, Instant now, Duration lease) throws SQLException {
        String sql =
                """
                UPDATE movement SET due = ?, tries = tries + 1
                 WHERE (bucket, provider, movement_id) IN (
                   SELECT bucket, provider, movement_id FROM movement
                    WHERE bucket = ? AND provider = ? AND movement_id = ? AND due <= ? FOR UPDATE SKIP LOCKED)
                RETURNING movement_id, kind, type, source, amount, fee, currency, created, seen, tries\
                """;
        try (PreparedStatement take = tx.connection().prepareStatement(sql)) {
            take.setObject(1, Columns.time(now.plus(lease)));
            take.setShort(2, (short) tx.bucket().number());
            take.setString(3, provider);
            take.setString(4, movement);
            take.setObject(5, Columns.time(now));
            try (ResultSet row = take.executeQuery()) {
                return row.next()
                        ? Optional.of(
                                new Taken(
                                        movement(row),
                                        Columns.required(row, "seen"),
                                        row.getInt("tries")))
                        : Optional.empty();
            }
        }
    }

    static Movement movement(ResultSet row) throws SQLException {
        String currency = row.getString("currency");
        return new Movement(
                row.getString("movement_id"),
                Movement.Kind.of(row.getString("kind")),
                row.getString("type"),
                row.getString("source"),
                Money.of(row.getLong("amount"), currency),
                Money.of(row.getLong("fee"), currency),
                Columns.required(row, "created"));
    }

    /** One that was judged stays so, when two were at it. */
    boolean update(
            Tx tx,
            String movement,
            Verdict verdict,
            @Nullable String subject,
            String reason,
            @Nullable Instant due)
            throws SQLException {
        String sql =
                """
                UPDATE movement SET verdict = ?, subject = coalesce(?, subject), reason = ?, due = ?
                 WHERE bucket = ? AND provider = ? AND movement_id = ? AND due IS NOT NULL\
                """;
        try (PreparedStatement update = tx.connection().prepareStatement(sql)) {
            update.setString(1, verdict.text());
            update.setString(2, subject);
            update.setString(3, reason.length() > 300 ? reason.substring(0, 300) : reason);
            update.setObject(4, Columns.time(due));
            update.setShort(5, (short) tx.bucket().number());
            update.setString(6, provider);
            update.setString(7, movement);
            return update.executeUpdate() == 1;
        }
    }

    Optional<Instant> takeCursor(Tx tx, Instant now, Duration pause) throws SQLException {
        String sql =
                """
                INSERT INTO movement_cursor AS c (bucket, provider, seen, due) VALUES (?, ?, ?, ?)
                ON CONFLICT (bucket, provider) DO UPDATE SET due = excluded.due WHERE c.due <= ?
                RETURNING c.seen\
                """;
        try (PreparedStatement take = tx.connection().prepareStatement(sql)) {
            take.setShort(1, (short) tx.bucket().number());
            take.setString(2, provider);
            take.setObject(3, Columns.time(now));
            take.setObject(4, Columns.time(now.plus(pause)));
            take.setObject(5, Columns.time(now));
            try (ResultSet row = take.executeQuery()) {
                return row.next()
                        ? Optional.of(row.getObject(1, OffsetDateTime.class).toInstant())
                        : Optional.empty();
            }
        }
    }

    void advanceCursor(Tx tx, Instant seen) throws SQLException {
        String sql =
                """
                UPDATE movement_cursor SET seen = greatest(seen, ?) WHERE bucket = ? AND provider = ?\
                """;
        try (PreparedStatement update = tx.connection().prepareStatement(sql)) {
            update.setObject(1, Columns.time(seen));
            update.setShort(2, (short) tx.bucket().number());
            update.setString(3, provider);
            update.executeUpdate();
        }
    }
}
