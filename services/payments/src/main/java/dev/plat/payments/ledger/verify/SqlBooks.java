package dev.plat.payments.ledger.verify;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * The books of the buckets that a shard owns, in one snapshot, read as a stream. The rows of other
 * shards' buckets, which a move keeps or brings, are left out.
 *
 * <p>Threads: for one.
 */
public final class SqlBooks implements Books, AutoCloseable {

    private static final int ROWS = 5000;
    private static final String OWNED =
            """
             AND bucket IN (SELECT k.bucket FROM plat.plat_bucket k WHERE k.state IN ('owned', 'frozen'))\
            """;
    private static final String HEADS =
            "SELECT bucket, seq, hash FROM ledger_head WHERE bucket BETWEEN ? AND ?" + OWNED;
    private static final String ACCOUNTS =
            """
            SELECT bucket, account_id, kind, subject, currency, version, balance
              FROM ledger_account WHERE bucket BETWEEN ? AND ?\
            """
                    + OWNED;
    private static final String JOURNALS =
            """
            SELECT bucket, seq, tx_key, kind, (extract(epoch FROM occurred_at) * 1000000)::bigint,
                   (extract(epoch FROM recorded_at) * 1000000)::bigint, coalesce(reverses, 0), lines, hash
              FROM journal WHERE bucket BETWEEN ? AND ?\
            """
                    + OWNED
                    + " ORDER BY bucket, seq";
    private static final String ENTRIES =
            """
            SELECT bucket, seq, line, account_id, version, amount, prev, next
              FROM entry WHERE bucket BETWEEN ? AND ?\
            """
                    + OWNED
                    + " ORDER BY bucket, seq, line";

    private final Connection connection;
    private final int from;
    private final int to;
    private final boolean own;
    private final List<PreparedStatement> open = new ArrayList<>();

    private interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /**
     * Begins a read-only transaction on the connection, which ends with this.
     *
     * @param connection as a role that sees all rows; no transaction is open on it
     * @param from the first bucket
     * @param to the last
     */
    public SqlBooks(Connection connection, int from, int to) throws SQLException {
        this(connection, from, to, true);
        connection.setAutoCommit(false);
        connection.setReadOnly(true);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    }

    private SqlBooks(Connection connection, int from, int to, boolean own) {
        this.connection = connection;
        this.from = from;
        this.to = to;
        this.own = own;
    }

    /** In a transaction that is somebody else's, of one snapshot, over all rows of a shard. */
    public static SqlBooks within(Connection connection, int from, int to) {
        return new SqlBooks(connection, from, to, false);
    }

    @Override
    public List<Head> heads() {
        return list(
                HEADS, row -> new Head(row.getInt(1), row.getLong(2), Head.hex(row.getBytes(3))));
    }

    @Override
    public List<AccountRow> accounts() {
        return list(
                ACCOUNTS,
                row ->
                        new AccountRow(
                                row.getInt(1),
                                row.getInt(2),
                                row.getString(3),
                                row.getString(4),
                                row.getString(5),
                                row.getLong(6),
                                row.getLong(7)));
    }

    @Override
    public Iterator<JournalRow> journals() {
        return new Rows<>(
                JOURNALS,
                row ->
                        new JournalRow(
                                row.getInt(1),
                                row.getLong(2),
                                row.getString(3),
                                row.getString(4),
                                row.getLong(5),
                                row.getLong(6),
                                row.getLong(7),
                                row.getInt(8),
                                row.getBytes(9)));
    }

    @Override
    public Iterator<EntryRow> entries() {
        return new Rows<>(
                ENTRIES,
                row ->
                        new EntryRow(
                                row.getInt(1),
                                row.getLong(2),
                                row.getInt(3),
                                row.getInt(4),
                                row.getLong(5),
                                row.getLong(6),
                                row.getLong(7),
                                row.getLong(8)));
    }

    @Override
    public void close() throws SQLException {
        for (PreparedStatement statement : open) {
            statement.close();
        }
        if (own) {
            connection.rollback();
        }
    }

    private <T> List<T> list(String sql, Reader<T> reader) {
        List<T> list = new ArrayList<>();
        new Rows<>(sql, reader).forEachRemaining(list::add);
        return list;
    }

    private final class Rows<T> implements Iterator<T> {
        private final ResultSet rows;
        private final Reader<T> reader;
        private boolean more;

        Rows(String sql, Reader<T> reader) {
            this.reader = reader;
            try {
                PreparedStatement select = connection.prepareStatement(sql);
                open.add(select);
                select.setFetchSize(ROWS);
                select.setInt(1, from);
                select.setInt(2, to);
                rows = select.executeQuery();
                more = rows.next();
            } catch (SQLException e) {
                throw failed(e);
            }
        }

        @Override
        public boolean hasNext() {
            return more;
        }

        @Override
        public T next() {
            if (!more) {
                throw new NoSuchElementException();
            }
            try {
                T read = reader.read(rows);
                more = rows.next();
                return read;
            } catch (SQLException e) {
                throw failed(e);
            }
        }

        private IllegalStateException failed(SQLException e) {
            return new IllegalStateException("the books could not be read", e);
        }
    }
}
