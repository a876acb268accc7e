package dev.plat.payments.store;

import dev.plat.payments.provider.Movement;
import dev.plat.router.core.Tx;
import dev.plat.schemas.Id;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table {@code dispute}. */
final class DisputeSql {

    private final String provider;

    DisputeSql(String provider) {
        this.provider = provider;
    }

    /**
     * A dispute that has taken money.
     *
     * @param journal in which that was booked
     * @param returned the movement that brought it back, or null
     */
    record Taken(String movement, long amount, long journal, @Nullable String returned) {}

    Optional<Taken> find(Tx tx, String ref) throws SQLException {
        String sql =
                """
                SELECT taken, amount, journal, returned FROM dispute
                 WHERE bucket = ? AND provider = ? AND ref = ? FOR UPDATE\
                """;
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setShort(1, (short) tx.bucket().number());
            select.setString(2, provider);
            select.setString(3, ref);
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(
                                new Taken(
                                        row.getString(1),
                                        row.getLong(2),
                                        row.getLong(3),
                                        row.getString(4)))
                        : Optional.empty();
            }
        }
    }

    /** The first that took money counts. */
    void insert(Tx tx, Movement movement, Id attempt, long journal) throws SQLException {
        String sql =
                """
                INSERT INTO dispute (bucket, provider, ref, attempt_id, amount, currency, taken, journal, opened)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (bucket, provider, ref) DO NOTHING\
                """;
        try (PreparedStatement insert = tx.connection().prepareStatement(sql)) {
            insert.setShort(1, (short) tx.bucket().number());
            insert.setString(2, provider);
            insert.setString(3, movement.source());
            insert.setObject(4, attempt.uuid());
            insert.setLong(5, -movement.amount().minor());
            insert.setString(6, movement.amount().currency().code());
            insert.setString(7, movement.id());
            insert.setLong(8, journal);
            insert.setObject(9, Columns.time(movement.created()));
            insert.executeUpdate();
        }
    }

    void returned(Tx tx, Movement movement) throws SQLException {
        String sql =
                """
                UPDATE dispute SET returned = ?
                 WHERE bucket = ? AND provider = ? AND ref = ? AND returned IS NULL\
                """;
        try (PreparedStatement update = tx.connection().prepareStatement(sql)) {
            update.setString(1, movement.id());
            update.setShort(2, (short) tx.bucket().number());
            update.setString(3, provider);
            update.setString(4, movement.source());
            update.executeUpdate();
        }
    }
}
