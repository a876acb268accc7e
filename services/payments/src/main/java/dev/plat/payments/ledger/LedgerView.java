package dev.plat.payments.ledger;

import dev.plat.payments.money.Money;
import dev.plat.router.core.Tx;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What stands in the books, for people: balances at any time, and the lines that led to them. */
public final class LedgerView {

    /** What an account comes to in the rows that were asked for. */
    public record Balance(Account account, Money amount) {}

    /**
     * A line of an account.
     *
     * @param after what the account came to with it
     */
    public record Entry(
            int bucket,
            long journal,
            String kind,
            String key,
            Account account,
            Money amount,
            Money after,
            Instant occurred,
            Instant recorded) {}

    private static final String BALANCES =
            """
            SELECT a.kind, a.subject, a.currency, sum(coalesce((
                     SELECT e.next FROM entry e JOIN journal j ON j.bucket = e.bucket AND j.seq = e.seq
                      WHERE e.bucket = a.bucket AND e.account_id = a.account_id
                        AND j.recorded_at <= coalesce(?::timestamptz, 'infinity')
                      ORDER BY e.version DESC LIMIT 1), 0))::bigint
              FROM ledger_account a WHERE\
            """;
    private static final String GROUPED = " GROUP BY 1, 2, 3 ORDER BY 1, 2, 3";

    /** All accounts of a customer, in the customer's bucket. */
    public List<Balance> ofCustomer(Tx tx, String subject, Optional<Instant> at)
            throws SQLException {
        String sql = BALANCES + " a.bucket = ? AND a.subject IN (?, ?)" + GROUPED;
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setObject(1, time(at));
            select.setShort(2, (short) tx.bucket().number());
            select.setString(3, subject);
            select.setString(4, subject + Account.CARRIED);
            return balances(select);
        }
    }

    /** One account of the platform, over all buckets of a shard. */
    public List<Balance> ofPlatform(Tx tx, String kind, String subject, Optional<Instant> at)
            throws SQLException {
        String sql = BALANCES + " a.kind = ? AND a.subject = ?" + GROUPED;
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setObject(1, time(at));
            select.setString(2, kind);
            select.setString(3, subject);
            return balances(select);
        }
    }

    private static List<Balance> balances(PreparedStatement select) throws SQLException {
        List<Balance> balances = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                balances.add(new Balance(account(row), Money.of(row.getLong(4), row.getString(3))));
            }
        }
        return balances;
    }

    private static Account account(ResultSet row) throws SQLException {
        return new Account(AccountKind.parse(row.getString(1)), row.getString(2));
    }

    /** The last lines of a customer's accounts, the newest first. */
    public List<Entry> entries(Tx tx, String subject, Optional<Instant> at, int most)
            throws SQLException {
        String sql =
                """
                SELECT a.kind, a.subject, a.currency, e.amount, e.next, j.seq, j.kind, j.tx_key, j.occurred_at,
                       j.recorded_at
                  FROM ledger_account a
                  JOIN entry e ON e.bucket = a.bucket AND e.account_id = a.account_id
                  JOIN journal j ON j.bucket = e.bucket AND j.seq = e.seq
                 WHERE a.bucket = ? AND a.subject IN (?, ?) AND j.recorded_at <= coalesce(?::timestamptz, 'infinity')
                 ORDER BY j.seq DESC, e.line LIMIT ?\
                """;
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setShort(1, (short) tx.bucket().number());
            select.setString(2, subject);
            select.setString(3, subject + Account.CARRIED);
            select.setObject(4, time(at));
            select.setInt(5, most);
            List<Entry> entries = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    String currency = row.getString(3);
                    entries.add(
                            new Entry(
                                    tx.bucket().number(),
                                    row.getLong(6),
                                    row.getString(7),
                                    row.getString(8),
                                    account(row),
                                    Money.of(row.getLong(4), currency),
                                    Money.of(row.getLong(5), currency),
                                    row.getObject(9, OffsetDateTime.class).toInstant(),
                                    row.getObject(10, OffsetDateTime.class).toInstant()));
                }
            }
            return entries;
        }
    }

    private static @Nullable OffsetDateTime time(Optional<Instant> at) {
        return at.map(it -> it.atOffset(ZoneOffset.UTC)).orElse(null);
    }
}
