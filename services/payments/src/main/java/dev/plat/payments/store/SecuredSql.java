package dev.plat.payments.store;

import dev.plat.payments.orphan.Secured;
import dev.plat.router.core.Tx;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The table {@code secured}. */
final class SecuredSql {

    /** An order usually has taken notice by then. */
    private static final Duration FIRST = Duration.ofMinutes(1);

    /** Of a payment that is known, the first moment counts. */
    void insert(Tx tx, Id payment, Instant now) throws SQLException {
        String sql =
                """
                INSERT INTO secured (bucket, payment_id, since, due) VALUES (?, ?, ?, ?)
                ON CONFLICT (bucket, payment_id) DO NOTHING\
                """;
        try (PreparedStatement insert = tx.connection().prepareStatement(sql)) {
            insert.setShort(1, (short) tx.bucket().number());
            insert.setObject(2, payment.uuid());
            insert.setObject(3, Columns.time(now));
            insert.setObject(4, Columns.time(now.plus(FIRST)));
            insert.executeUpdate();
        }
    }

    /** Over all buckets of one shard. */
    List<Secured> due(Tx tx, Instant now, int limit) throws SQLException {
        String sql = "SELECT payment_id, since FROM secured WHERE due <= ? ORDER BY due LIMIT ?";
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setObject(1, Columns.time(now));
            select.setInt(2, limit);
            List<Secured> due = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    due.add(
                            new Secured(
                                    new Id(IdKind.PAYMENT, row.getObject(1, UUID.class)),
                                    Columns.required(row, "since")));
                }
            }
            return due;
        }
    }

    boolean take(Tx tx, Id payment, Instant now, Instant until) throws SQLException {
        String sql = "UPDATE secured SET due = ? WHERE bucket = ? AND payment_id = ? AND due <= ?";
        try (PreparedStatement update = tx.connection().prepareStatement(sql)) {
            update.setObject(1, Columns.time(until));
            update.setShort(2, (short) tx.bucket().number());
            update.setObject(3, payment.uuid());
            update.setObject(4, Columns.time(now));
            return update.executeUpdate() == 1;
        }
    }

    boolean delete(Tx tx, Id payment) throws SQLException {
        String sql = "DELETE FROM secured WHERE bucket = ? AND payment_id = ?";
        try (PreparedStatement delete = tx.connection().prepareStatement(sql)) {
            delete.setShort(1, (short) tx.bucket().number());
            delete.setObject(2, payment.uuid());
            return delete.executeUpdate() == 1;
        }
    }
}
