package dev.plat.payments.ledger;

import dev.plat.payments.money.Money;
import dev.plat.router.core.Tx;
import dev.plat.schemas.Currency;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The books of the bucket of a transaction. They are append-only: a mistake is corrected by a
 * reversal.
 *
 * <p>Threads: safe.
 */
public final class Ledger {

    /** Of one call: all wait for the bucket's lock, and for the longest of them. */
    public static final int JOURNALS_MAX = 100;

    private static final String POST = "SELECT plat.ledger_post(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    /** Broken rule, known key, malformed call; unique, check, a number out of range. */
    private static final Set<String> REFUSALS =
            Set.of("PL001", "PL002", "PL003", "23505", "23514", "22003");

    /**
     * Posts journals in this order, all or none. A key that is known stands for the journal that
     * has it, when that says the same. The bucket's books are locked from here to the commit: post
     * last.
     *
     * @param journals 1 to {@value #JOURNALS_MAX}
     * @return their numbers in the bucket
     * @throws PlatException {@link ErrorCode#LEDGER_REFUSED} when a rule would be broken, or a key
     *     is known with another content; the transaction can only be rolled back then
     */
    public List<Long> post(Tx tx, List<Journal> journals) throws SQLException {
        if (journals.isEmpty() || journals.size() > JOURNALS_MAX) {
            throw new IllegalArgumentException("1 to " + JOURNALS_MAX + " journals at once");
        }
        try (PreparedStatement post = tx.connection().prepareStatement(POST)) {
            post.setShort(1, (short) tx.bucket().number());
            bind(tx.connection(), post, journals);
            try (ResultSet row = post.executeQuery()) {
                row.next();
                return Arrays.asList((Long[]) row.getArray(1).getArray());
            }
        } catch (SQLException e) {
            throw explained(e, journals);
        }
    }

    /** One of {@link #post(Tx, List)}. */
    public long post(Tx tx, Journal journal) throws SQLException {
        return post(tx, List.of(journal)).getFirst();
    }

    /**
     * The journal that undoes another of this bucket, to be posted.
     *
     * @throws PlatException {@link ErrorCode#NOT_FOUND} when there is no such journal
     */
    public Journal reversal(Tx tx, long seq, String key, Instant occurred) throws SQLException {
        String sql =
                """
                SELECT a.kind, a.subject, a.currency, e.amount FROM entry e
                  JOIN ledger_account a ON a.bucket = e.bucket AND a.account_id = e.account_id
                 WHERE e.bucket = ? AND e.seq = ? ORDER BY e.line\
                """;
        List<Line> lines = new ArrayList<>();
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setShort(1, (short) tx.bucket().number());
            select.setLong(2, seq);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    Account account =
                            new Account(AccountKind.parse(row.getString(1)), row.getString(2));
                    Money amount = Money.of(row.getLong(4), row.getString(3));
                    lines.add(new Line(account, amount).reversed());
                }
            }
        }
        if (lines.isEmpty()) {
            throw new PlatException(ErrorCode.NOT_FOUND, "There is no such journal.", "value", seq);
        }
        return new Journal(key, JournalKind.REVERSAL, occurred, OptionalLong.of(seq), lines);
    }

    /** What this bucket's row of an account comes to; zero when there is none. */
    public Money balance(Tx tx, Account account, Currency currency) throws SQLException {
        String sql =
                """
                SELECT balance FROM ledger_account
                 WHERE bucket = ? AND kind = ? AND subject = ? AND currency = ?\
                """;
        return balance(tx, account, currency, sql, null);
    }

    /** The same as it was written down at a moment. */
    public Money balance(Tx tx, Account account, Currency currency, Instant at)
            throws SQLException {
        String sql =
                """
                SELECT e.next FROM ledger_account a
                  JOIN entry e ON e.bucket = a.bucket AND e.account_id = a.account_id
                  JOIN journal j ON j.bucket = e.bucket AND j.seq = e.seq
                 WHERE a.bucket = ? AND a.kind = ? AND a.subject = ? AND a.currency = ?
                   AND j.recorded_at <= ? ORDER BY e.version DESC LIMIT 1\
                """;
        return balance(tx, account, currency, sql, at);
    }

    private static Money balance(
            Tx tx, Account account, Currency currency, String sql, @Nullable Instant at)
            throws SQLException {
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setShort(1, (short) tx.bucket().number());
            select.setString(2, account.kind().text());
            select.setString(3, account.subject());
            select.setString(4, currency.code());
            if (at != null) {
                select.setObject(5, at.atOffset(ZoneOffset.UTC));
            }
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? new Money(row.getLong(1), currency) : Money.zero(currency);
            }
        }
    }

    private static void bind(Connection connection, PreparedStatement post, List<Journal> journals)
            throws SQLException {
        int lines = journals.stream().mapToInt(journal -> journal.lines().size()).sum();
        Integer[] numbers = new Integer[lines];
        String[] kinds = new String[lines];
        String[] subjects = new String[lines];
        String[] currencies = new String[lines];
        Long[] amounts = new Long[lines];
        int at = 0;
        for (int i = 0; i < journals.size(); i++) {
            for (Line line : journals.get(i).lines()) {
                numbers[at] = i + 1;
                kinds[at] = line.account().kind().text();
                subjects[at] = line.account().subject();
                currencies[at] = line.amount().currency().code();
                amounts[at] = line.amount().minor();
                at++;
            }
        }
        Array[] arrays = {
            connection.createArrayOf("text", column(journals, Journal::key)),
            connection.createArrayOf("text", column(journals, journal -> journal.kind().text())),
            connection.createArrayOf("timestamptz", column(journals, Ledger::occurred)),
            connection.createArrayOf("int8", column(journals, Ledger::reverses)),
            connection.createArrayOf("int4", numbers),
            connection.createArrayOf("text", kinds),
            connection.createArrayOf("text", subjects),
            connection.createArrayOf("text", currencies),
            connection.createArrayOf("int8", amounts)
        };
        for (int i = 0; i < arrays.length; i++) {
            post.setArray(i + 2, arrays[i]);
        }
    }

    private interface Field {
        @Nullable Object of(Journal journal);
    }

    private static @Nullable Object[] column(List<Journal> journals, Field field) {
        @Nullable Object[] column = new @Nullable Object[journals.size()];
        for (int i = 0; i < column.length; i++) {
            column[i] = field.of(journals.get(i));
        }
        return column;
    }

    private static OffsetDateTime occurred(Journal journal) {
        return journal.occurred().atOffset(ZoneOffset.UTC);
    }

    private static @Nullable Long reverses(Journal journal) {
        return journal.reverses().isPresent() ? journal.reverses().getAsLong() : null;
    }

    private static SQLException explained(SQLException e, List<Journal> journals) {
        if (e.getSQLState() == null || !REFUSALS.contains(e.getSQLState())) {
            return e;
        }
        throw new PlatException(
                        ErrorCode.LEDGER_REFUSED,
                        "The books would not stay right with this.",
                        "value",
                        journals.getFirst().key(),
                        "state",
                        e.getSQLState(),
                        "found",
                        String.valueOf(e.getMessage()))
                .causedBy(e);
    }
}
