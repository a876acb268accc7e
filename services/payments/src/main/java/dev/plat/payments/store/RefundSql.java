package dev.plat.payments.store;

import dev.plat.payments.money.Money;
import dev.plat.payments.refund.Refund;
import dev.plat.payments.refund.RefundEnd;
import dev.plat.payments.refund.RefundState;
import dev.plat.router.core.Tx;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The table {@code refund}. */
final class RefundSql {

    void insert(Tx tx, Refund refund) throws SQLException {
        String sql =
                """
                INSERT INTO refund (state, ref, sent, first_sent, looks, reason, due, bucket, refund_id, payment_id,
                                    attempt_id, intent, amount)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
                """;
        try (PreparedStatement insert = tx.connection().prepareStatement(sql)) {
            bind(insert, refund);
            insert.setShort(8, (short) tx.bucket().number());
            insert.setObject(9, refund.id().uuid());
            insert.setObject(10, refund.payment().uuid());
            insert.setObject(11, refund.attempt().uuid());
            insert.setString(12, refund.intent());
            insert.setLong(13, refund.amount().minor());
            insert.executeUpdate();
        }
    }

    void update(Tx tx, Refund refund) throws SQLException {
        String sql =
                """
                UPDATE refund SET state = ?, ref = ?, sent = ?, first_sent = ?, looks = ?, reason = ?, due = ?,
                                  settled = ?, next_id = ?
                 WHERE bucket = ? AND refund_id = ?\
                """;
        try (PreparedStatement update = tx.connection().prepareStatement(sql)) {
            bind(update, refund);
            RefundEnd settled = refund.settled();
            Id next = refund.next();
            update.setString(8, settled == null ? null : settled.text());
            update.setObject(9, next == null ? null : next.uuid());
            update.setShort(10, (short) tx.bucket().number());
            update.setObject(11, refund.id().uuid());
            update.executeUpdate();
        }
    }

    private static void bind(PreparedStatement statement, Refund refund) throws SQLException {
        statement.setString(1, refund.state().text());
        statement.setString(2, refund.ref());
        statement.setInt(3, refund.sent());
        statement.setObject(4, Columns.time(refund.firstSent()));
        statement.setInt(5, refund.looks());
        statement.setString(6, refund.reason());
        statement.setObject(7, Columns.time(refund.due()));
    }

    Optional<Refund> find(Tx tx, Id refund, boolean lock) throws SQLException {
        String sql =
                """
                SELECT r.refund_id, r.payment_id, r.attempt_id, p.account_id, r.intent, r.amount, p.currency, r.state,
                       r.ref, r.sent, r.first_sent, r.looks, r.reason, r.due,
                       r.settled, r.next_id
                  FROM refund r JOIN payment p ON p.bucket = r.bucket AND p.payment_id = r.payment_id
                 WHERE r.bucket = ? AND r.refund_id = ?\
                """
                        + (lock ? " FOR UPDATE OF r" : "");
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setShort(1, (short) tx.bucket().number());
            select.setObject(2, refund.uuid());
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(refund(row)) : Optional.empty();
            }
        }
    }

    /** Over all buckets of one shard. */
    List<AttemptSql.Due> due(Tx tx, Instant now, int limit) throws SQLException {
        String sql = "SELECT refund_id, due FROM refund WHERE due <= ? ORDER BY due LIMIT ?";
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setObject(1, Columns.time(now));
            select.setInt(2, limit);
            List<AttemptSql.Due> due = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    due.add(
                            new AttemptSql.Due(
                                    new Id(IdKind.REFUND, row.getObject("refund_id", UUID.class)),
                                    Columns.required(row, "due")));
                }
            }
            return due;
        }
    }

    private static Refund refund(ResultSet row) throws SQLException {
        String settled = row.getString("settled");
        UUID next = row.getObject("next_id", UUID.class);
        return new Refund(
                new Id(IdKind.REFUND, row.getObject("refund_id", UUID.class)),
                new Id(IdKind.PAYMENT, row.getObject("payment_id", UUID.class)),
                new Id(IdKind.ATTEMPT, row.getObject("attempt_id", UUID.class)),
                new Id(IdKind.ACCOUNT, row.getObject("account_id", UUID.class)),
                row.getString("intent"),
                Money.of(row.getLong("amount"), row.getString("currency")),
                RefundState.of(row.getString("state")),
                row.getString("ref"),
                row.getInt("sent"),
                Columns.instant(row, "first_sent"),
                row.getInt("looks"),
                row.getString("reason"),
                Columns.instant(row, "due"),
                settled == null ? null : RefundEnd.parse(settled),
                next == null ? null : new Id(IdKind.REFUND, next));
    }
}
