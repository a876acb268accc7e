package dev.plat.payments.invoice;

import dev.plat.payments.money.Money;
import dev.plat.payments.period.Days;
import dev.plat.router.core.Tx;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The tables {@code invoice}, {@code invoice_line} and {@code invoice_series}. */
final class InvoiceSql {

    private static final String SELECT =
            """
            SELECT invoice_id, account_id, kind, number, fact, issued, order_id, payment_id, subscription_id, corrects,
                   state, currency, seller, template
              FROM invoice WHERE bucket = ? AND\
            """;

    /** The next of a series; it is taken when the transaction commits, and only then. */
    int next(Tx tx, String series) throws SQLException {
        String sql =
                """
                INSERT INTO invoice_series AS s (bucket, series, last) VALUES (?, ?, 1)
                ON CONFLICT (bucket, series) DO UPDATE SET last = s.last + 1 RETURNING last\
                """;
        try (PreparedStatement count = tx.connection().prepareStatement(sql)) {
            count.setShort(1, (short) tx.bucket().number());
            count.setString(2, series);
            try (ResultSet row = count.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    /** The document and all its lines by one statement, as its triggers want it. */
    void insert(Tx tx, Invoice invoice) throws SQLException {
        String sql =
                """
                WITH document AS (
                  INSERT INTO invoice (bucket, invoice_id, account_id, kind, number, fact, issued, order_id, payment_id,
                    subscription_id, corrects, state, currency, net, tax, total, lines, seller, template, sha256)
                  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))
                INSERT INTO invoice_line (bucket, invoice_id, line, kind, plan, price, description, days, quantity, net,
                  tax, jurisdiction, percent)
                SELECT ?, ?, n, k, p, r, d, CASE WHEN f IS NOT NULL THEN daterange(f, u) END, q, e, t, j, c
                  FROM unnest(?::int[], ?::text[], ?::text[], ?::text[], ?::text[], ?::date[], ?::date[], ?::int[],
                              ?::bigint[], ?::bigint[], ?::text[], ?::text[])
                       l (n, k, p, r, d, f, u, q, e, t, j, c)\
                """;
        try (PreparedStatement insert = tx.connection().prepareStatement(sql)) {
            short bucket = (short) tx.bucket().number();
            insert.setShort(1, bucket);
            insert.setObject(2, invoice.id().uuid());
            insert.setObject(3, invoice.account().uuid());
            insert.setString(4, invoice.kind().text());
            insert.setString(5, invoice.number());
            insert.setString(6, invoice.fact());
            insert.setObject(7, invoice.issued().atOffset(ZoneOffset.UTC));
            insert.setObject(8, uuid(invoice.order()));
            insert.setObject(9, uuid(invoice.payment()));
            insert.setObject(10, uuid(invoice.subscription()));
            insert.setObject(11, uuid(invoice.corrects()));
            insert.setString(12, invoice.state().text());
            insert.setString(13, invoice.total().currency().code());
            insert.setLong(14, invoice.net().minor());
            insert.setLong(15, invoice.tax().minor());
            insert.setLong(16, invoice.total().minor());
            insert.setInt(17, invoice.lines().size());
            insert.setString(18, invoice.seller());
            insert.setInt(19, invoice.template());
            insert.setBytes(20, InvoiceDocument.sha256(invoice));
            insert.setShort(21, bucket);
            insert.setObject(22, invoice.id().uuid());
            column(tx, insert, 23, "int4", invoice, Sold::number);
            column(tx, insert, 24, "text", invoice, line -> line.kind().text());
            column(tx, insert, 25, "text", invoice, Sold::plan);
            column(tx, insert, 26, "text", invoice, Sold::price);
            column(tx, insert, 27, "text", invoice, Sold::description);
            column(tx, insert, 28, "text", invoice, line -> first(line.days()));
            column(tx, insert, 29, "text", invoice, line -> until(line.days()));
            column(tx, insert, 30, "int4", invoice, Sold::quantity);
            column(tx, insert, 31, "int8", invoice, line -> line.net().minor());
            column(tx, insert, 32, "int8", invoice, line -> line.tax().minor());
            column(tx, insert, 33, "text", invoice, Sold::jurisdiction);
            column(tx, insert, 34, "text", invoice, Sold::percent);
            insert.executeUpdate();
        }
    }

    private static @Nullable UUID uuid(@Nullable Id id) {
        return id == null ? null : id.uuid();
    }

    private static @Nullable String first(@Nullable Days days) {
        return days == null ? null : days.first().toString();
    }

    private static @Nullable String until(@Nullable Days days) {
        return days == null ? null : days.until().toString();
    }

    private static void column(
            Tx tx,
            PreparedStatement insert,
            int at,
            String type,
            Invoice invoice,
            Function<Sold, @Nullable Object> field)
            throws SQLException {
        @Nullable Object[] values = new @Nullable Object[invoice.lines().size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = field.apply(invoice.lines().get(i));
        }
        Array array = tx.connection().createArrayOf(type, values);
        insert.setArray(at, array);
    }

    void settle(Tx tx, Id invoice, Invoice.State state) throws SQLException {
        String sql =
                "UPDATE invoice SET state = ? WHERE bucket = ? AND invoice_id = ? AND state = 'open'";
        try (PreparedStatement update = tx.connection().prepareStatement(sql)) {
            update.setString(1, state.text());
            update.setShort(2, (short) tx.bucket().number());
            update.setObject(3, invoice.uuid());
            update.executeUpdate();
        }
    }

    Optional<Invoice> byFact(Tx tx, String fact) throws SQLException {
        return list(tx, SELECT + " fact = ? LIMIT 1", fact, 0).stream().findFirst();
    }

    Optional<Invoice> find(Tx tx, Id invoice) throws SQLException {
        return list(tx, SELECT + " invoice_id = ? LIMIT 1", invoice.uuid(), 0).stream().findFirst();
    }

    Optional<Invoice> open(Tx tx, Id subscription) throws SQLException {
        String sql = SELECT + " subscription_id = ? AND state = 'open' LIMIT 1";
        return list(tx, sql, subscription.uuid(), 0).stream().findFirst();
    }

    List<Invoice> corrections(Tx tx, Id invoice) throws SQLException {
        return list(tx, SELECT + " corrects = ? ORDER BY issued, number", invoice.uuid(), 0);
    }

    List<Invoice> of(Tx tx, Id account, int most) throws SQLException {
        String sql = SELECT + " account_id = ? ORDER BY issued DESC, number DESC LIMIT ?";
        return list(tx, sql, account.uuid(), most);
    }

    private static List<Invoice> list(Tx tx, String sql, Object key, int most) throws SQLException {
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setShort(1, (short) tx.bucket().number());
            select.setObject(2, key);
            if (most > 0) {
                select.setInt(3, most);
            }
            List<Invoice> found = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    found.add(invoice(tx, row));
                }
            }
            return found;
        }
    }

    private static Invoice invoice(Tx tx, ResultSet row) throws SQLException {
        Id id = new Id(IdKind.INVOICE, row.getObject("invoice_id", UUID.class));
        return new Invoice(
                id,
                new Id(IdKind.ACCOUNT, row.getObject("account_id", UUID.class)),
                Invoice.Kind.of(row.getString("kind")),
                row.getString("number"),
                row.getString("fact"),
                row.getObject("issued", OffsetDateTime.class).toInstant(),
                id(row, "order_id", IdKind.ORDER),
                id(row, "payment_id", IdKind.PAYMENT),
                id(row, "subscription_id", IdKind.SUBSCRIPTION),
                id(row, "corrects", IdKind.INVOICE),
                Invoice.State.of(row.getString("state")),
                row.getString("seller"),
                row.getInt("template"),
                lines(tx, id, row.getString("currency")));
    }

    private static @Nullable Id id(ResultSet row, String column, IdKind kind) throws SQLException {
        UUID uuid = row.getObject(column, UUID.class);
        return uuid == null ? null : new Id(kind, uuid);
    }

    private static List<Sold> lines(Tx tx, Id invoice, String currency) throws SQLException {
        String sql =
                """
                SELECT line, kind, plan, price, description, lower(days) AS first, upper(days) AS until, quantity, net,
                       tax, jurisdiction, percent
                  FROM invoice_line WHERE bucket = ? AND invoice_id = ? ORDER BY line\
                """;
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setShort(1, (short) tx.bucket().number());
            select.setObject(2, invoice.uuid());
            List<Sold> lines = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    LocalDate first = row.getObject("first", LocalDate.class);
                    LocalDate until = row.getObject("until", LocalDate.class);
                    lines.add(
                            new Sold(
                                    row.getInt("line"),
                                    Sold.Kind.parse(row.getString("kind")),
                                    row.getString("plan"),
                                    row.getString("price"),
                                    row.getString("description"),
                                    first == null || until == null ? null : new Days(first, until),
                                    row.getInt("quantity"),
                                    Money.of(row.getLong("net"), currency),
                                    Money.of(row.getLong("tax"), currency),
                                    row.getString("jurisdiction"),
                                    row.getString("percent")));
                }
            }
            return lines;
        }
    }
}
