package dev.plat.payments.store;

import dev.plat.payments.money.Money;
import dev.plat.payments.provider.Movement;
import dev.plat.payments.reconcile.MovementBook.Overdue;
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
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table {@code expected_movement}: what was booked, and that the provider must show. */
final class ExpectedSql {

    /** Providers show a movement within seconds; by then it is late. */
    private static final Duration LATE = Duration.ofMinutes(15);

    private final String provider;
    private final RefundSql refunds = new RefundSql();
    private final Told told = new Told();

    ExpectedSql(String provider) {
        this.provider = provider;
    }

    /** What is expected, and the movement that showed it. */
    record Expected(Money amount, @Nullable String metBy) {}

    /** With the journal of the same fact, and once as that; money that went back is told of. */
    void insert(Tx tx, Id subject, Movement.Kind kind, Money amount, Instant now)
            throws SQLException {
        String sql =
                """
                INSERT INTO expected_movement (bucket, subject, kind, provider, amount, currency, since, due)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (bucket, subject, kind) DO NOTHING\
                """;
        try (PreparedStatement insert = tx.connection().prepareStatement(sql)) {
            insert.setShort(1, (short) tx.bucket().number());
            insert.setObject(2, subject.uuid());
            insert.setString(3, kind.text());
            insert.setString(4, provider);
            insert.setLong(5, amount.minor());
            insert.setString(6, amount.currency().code());
            insert.setObject(7, Columns.time(now));
            insert.setObject(8, Columns.time(now.plus(LATE)));
            if (insert.executeUpdate() == 1 && kind == Movement.Kind.REFUND) {
                Id refund = new Id(IdKind.REFUND, subject.uuid());
                told.refunded(tx, refunds.find(tx, refund, false).orElseThrow(), now);
            }
        }
    }

    /** Locked. */
    Optional<Expected> find(Tx tx, Id subject, Movement.Kind kind) throws SQLException {
        String sql =
                """
                SELECT amount, currency, movement FROM expected_movement
                 WHERE bucket = ? AND subject = ? AND kind = ? FOR UPDATE\
                """;
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setShort(1, (short) tx.bucket().number());
            select.setObject(2, subject.uuid());
            select.setString(3, kind.text());
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(
                                new Expected(
                                        Money.of(row.getLong(1), row.getString(2)),
                                        row.getString(3)))
                        : Optional.empty();
            }
        }
    }

    /** Also one that was given up. */
    void met(Tx tx, Id subject, Movement movement) throws SQLException {
        String sql =
                """
                UPDATE expected_movement SET movement = ?, missing = false, due = NULL
                 WHERE bucket = ? AND subject = ? AND kind = ? AND movement IS NULL\
                """;
        try (PreparedStatement update = tx.connection().prepareStatement(sql)) {
            update.setString(1, movement.id());
            update.setShort(2, (short) tx.bucket().number());
            update.setObject(3, subject.uuid());
            update.setString(4, movement.kind().text());
            update.executeUpdate();
        }
    }

    /** Over all buckets of one shard. */
    List<Overdue> overdue(Tx tx, Instant now, int limit) throws SQLException {
        String sql =
                """
                SELECT subject, kind, since FROM expected_movement WHERE due <= ? AND provider = ?
                 ORDER BY due LIMIT ?\
                """;
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setObject(1, Columns.time(now));
            select.setString(2, provider);
            select.setInt(3, limit);
            List<Overdue> overdue = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    Movement.Kind kind = Movement.Kind.of(row.getString("kind"));
                    overdue.add(
                            new Overdue(
                                    new Id(of(kind), row.getObject("subject", UUID.class)),
                                    kind,
                                    Columns.required(row, "since")));
                }
            }
            return overdue;
        }
    }

    static IdKind of(Movement.Kind kind) {
        return kind == Movement.Kind.CHARGE ? IdKind.ATTEMPT : IdKind.REFUND;
    }

    void later(Tx tx, Overdue one, Optional<Instant> due) throws SQLException {
        String sql =
                """
                UPDATE expected_movement SET due = ?, missing = ?
                 WHERE bucket = ? AND subject = ? AND kind = ? AND movement IS NULL\
                """;
        try (PreparedStatement update = tx.connection().prepareStatement(sql)) {
            update.setObject(1, Columns.time(due.orElse(null)));
            update.setBoolean(2, due.isEmpty());
            update.setShort(3, (short) tx.bucket().number());
            update.setObject(4, one.subject().uuid());
            update.setString(5, one.kind().text());
            update.executeUpdate();
        }
    }
}
