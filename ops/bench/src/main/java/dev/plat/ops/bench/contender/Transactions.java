package dev.plat.ops.bench.contender;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The statements, as every contender runs them; begin and end are the contender's.
 *
 * <p>Threads: safe.
 */
final class Transactions {

    private static final String READ =
            "SELECT value, times FROM bench_item WHERE bucket = ? AND id = ?";
    private static final String WRITE =
            "UPDATE bench_item SET value = ?, times = times + 1 WHERE bucket = ? AND id = ?";
    private static final String ENTER =
            "INSERT INTO bench_entry (bucket, id, value) VALUES (?, ?, ?)";

    private static final AtomicLong ENTRIES = new AtomicLong(System.currentTimeMillis() << 20);

    private Transactions() {}

    static long run(Connection connection, Operation operation, int bucket, long id)
            throws SQLException {
        return switch (operation) {
            case READ -> read(connection, bucket, id);
            case WRITE -> write(connection, bucket, id);
            case THREE -> {
                long times = read(connection, bucket, id);
                write(connection, bucket, id);
                enter(connection, bucket);
                yield times;
            }
        };
    }

    private static long read(Connection connection, int bucket, long id) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(READ)) {
            select.setShort(1, (short) bucket);
            select.setLong(2, id);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    throw new SQLException("no row " + id + " in bucket " + bucket);
                }
                return row.getLong(2);
            }
        }
    }

    private static int write(Connection connection, int bucket, long id) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(WRITE)) {
            update.setString(1, "0123456789abcdef0123456789abcdef");
            update.setShort(2, (short) bucket);
            update.setLong(3, id);
            int rows = update.executeUpdate();
            if (rows != 1) {
                throw new SQLException("changed " + rows + " rows in bucket " + bucket);
            }
            return rows;
        }
    }

    private static int enter(Connection connection, int bucket) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(ENTER)) {
            insert.setShort(1, (short) bucket);
            insert.setLong(2, ENTRIES.incrementAndGet());
            insert.setString(3, "0123456789abcdef0123456789abcdef");
            return insert.executeUpdate();
        }
    }
}
