package dev.plat.payments.subscription;

import dev.plat.payments.invoice.Sold;
import dev.plat.payments.money.Money;
import dev.plat.payments.period.Days;
import dev.plat.router.core.Tx;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table {@code coverage}. */
public final class CoverageSql {

    /** What of a subscription is billed by day; today one thing. */
    private static final String ITEM = "plan";

    private static final String SELECT =
            """
            SELECT number, period, lower(days) AS first, upper(days) AS until, plan, price, currency, net, tax,
                   jurisdiction, percent, recognised
              FROM coverage WHERE bucket = ? AND\
            """;

    /**
     * Keeps days that are billed.
     *
     * @param invoice which bills them
     * @throws SQLException of state 23P01 for a day that was billed already
     */
    public void insert(Tx tx, Id subscription, Coverage coverage, Id invoice) throws SQLException {
        String sql =
                """
                INSERT INTO coverage (net, tax, recognised, days, bucket, subscription_id, number, item, period, plan,
                                      price, currency, jurisdiction, percent, invoice_id)
                VALUES (?, ?, ?, daterange(?, ?), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
                """;
        try (PreparedStatement insert = tx.connection().prepareStatement(sql)) {
            bind(tx, insert, subscription, coverage);
            insert.setString(9, ITEM);
            insert.setInt(10, coverage.period());
            insert.setString(11, coverage.plan());
            insert.setString(12, coverage.price());
            insert.setString(13, coverage.recognised().currency().code());
            insert.setString(14, coverage.charge().jurisdiction());
            insert.setString(15, coverage.charge().percent());
            insert.setObject(16, invoice.uuid());
            insert.executeUpdate();
        }
    }

    public void update(Tx tx, Id subscription, Coverage coverage) throws SQLException {
        String sql =
                """
                UPDATE coverage SET net = ?, tax = ?, recognised = ?, days = daterange(?, ?)
                 WHERE bucket = ? AND subscription_id = ? AND number = ?\
                """;
        try (PreparedStatement update = tx.connection().prepareStatement(sql)) {
            bind(tx, update, subscription, coverage);
            update.executeUpdate();
        }
    }

    private static void bind(Tx tx, PreparedStatement statement, Id subscription, Coverage coverage)
            throws SQLException {
        statement.setLong(1, coverage.charge().net().minor());
        statement.setLong(2, coverage.charge().tax().minor());
        statement.setLong(3, coverage.recognised().minor());
        statement.setObject(4, coverage.days().first());
        statement.setObject(5, coverage.days().until());
        statement.setShort(6, (short) tx.bucket().number());
        statement.setObject(7, subscription.uuid());
        statement.setInt(8, coverage.number());
    }

    /** The days are free again; what was charged for them stays until it is refunded. */
    public void free(Tx tx, Id subscription) throws SQLException {
        String sql = "UPDATE coverage SET days = 'empty' WHERE bucket = ? AND subscription_id = ?";
        try (PreparedStatement update = tx.connection().prepareStatement(sql)) {
            update.setShort(1, (short) tx.bucket().number());
            update.setObject(2, subscription.uuid());
            update.executeUpdate();
        }
    }

    /** The days of one invoice are free again. */
    public void free(Tx tx, Id subscription, Id invoice) throws SQLException {
        String sql =
                """
                UPDATE coverage SET days = 'empty' WHERE bucket = ? AND subscription_id = ? AND invoice_id = ?\
                """;
        try (PreparedStatement update = tx.connection().prepareStatement(sql)) {
            update.setShort(1, (short) tx.bucket().number());
            update.setObject(2, subscription.uuid());
            update.setObject(3, invoice.uuid());
            update.executeUpdate();
        }
    }

    /** All that has days, in the order in which it was billed. */
    public List<Coverage> of(Tx tx, Id subscription) throws SQLException {
        String sql = SELECT + " subscription_id = ? AND NOT isempty(days) ORDER BY number";
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setShort(1, (short) tx.bucket().number());
            select.setObject(2, subscription.uuid());
            List<Coverage> found = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    found.add(coverage(row));
                }
            }
            return found;
        }
    }

    /** Also of what was given back. */
    public int last(Tx tx, Id subscription) throws SQLException {
        String sql =
                "SELECT coalesce(max(number), 0) FROM coverage WHERE bucket = ? AND subscription_id = ?";
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setShort(1, (short) tx.bucket().number());
            select.setObject(2, subscription.uuid());
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    /** Which invoice billed it. */
    public Optional<Id> invoice(Tx tx, Id subscription, int number) throws SQLException {
        String sql =
                """
                SELECT invoice_id FROM coverage WHERE bucket = ? AND subscription_id = ? AND number = ?
                   AND invoice_id IS NOT NULL\
                """;
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setShort(1, (short) tx.bucket().number());
            select.setObject(2, subscription.uuid());
            select.setInt(3, number);
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(new Id(IdKind.INVOICE, row.getObject(1, UUID.class)))
                        : Optional.empty();
            }
        }
    }

    /** Whose days an invoice bills; there is one item, and so one subscription at most. */
    public Optional<Id> billedBy(Tx tx, Id invoice) throws SQLException {
        String sql =
                "SELECT subscription_id FROM coverage WHERE bucket = ? AND invoice_id = ? LIMIT 1";
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setShort(1, (short) tx.bucket().number());
            select.setObject(2, invoice.uuid());
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(new Id(IdKind.SUBSCRIPTION, row.getObject(1, UUID.class)))
                        : Optional.empty();
            }
        }
    }

    /**
     * A part of an invoice's line goes back, without its days.
     *
     * @return how much of its net is not earned yet, and will not be
     */
    public Money giveBack(Tx tx, Id invoice, Sold part) throws SQLException {
        String sql =
                """
                UPDATE coverage c SET net = c.net - least(o.net - o.recognised, ?), tax = greatest(c.tax - ?, 0)
                  FROM (SELECT subscription_id, number, net, recognised FROM coverage
                         WHERE bucket = ? AND invoice_id = ? AND price = ? ORDER BY number LIMIT 1 FOR UPDATE) o
                 WHERE c.bucket = ? AND c.subscription_id = o.subscription_id AND c.number = o.number
                RETURNING o.net - c.net\
                """;
        try (PreparedStatement update = tx.connection().prepareStatement(sql)) {
            update.setLong(1, part.net().minor());
            update.setLong(2, part.tax().minor());
            update.setShort(3, (short) tx.bucket().number());
            update.setObject(4, invoice.uuid());
            update.setString(5, part.price());
            update.setShort(6, (short) tx.bucket().number());
            try (ResultSet row = update.executeQuery()) {
                return row.next() ? new Money(row.getLong(1), part.net().currency()) : part.net();
            }
        }
    }

    private static Coverage coverage(ResultSet row) throws SQLException {
        String currency = row.getString("currency");
        return new Coverage(
                row.getInt("number"),
                row.getInt("period"),
                days(
                        row.getObject("first", LocalDate.class),
                        row.getObject("until", LocalDate.class)),
                row.getString("plan"),
                row.getString("price"),
                new Coverage.Charged(
                        Money.of(row.getLong("net"), currency),
                        Money.of(row.getLong("tax"), currency),
                        row.getString("jurisdiction"),
                        row.getString("percent")),
                Money.of(row.getLong("recognised"), currency));
    }

    private static Days days(@Nullable LocalDate first, @Nullable LocalDate until) {
        if (first == null || until == null) {
            throw new IllegalStateException("coverage without an end");
        }
        return new Days(first, until);
    }
}
