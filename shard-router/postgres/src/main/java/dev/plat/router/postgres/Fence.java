package dev.plat.router.postgres;

import dev.plat.router.core.WriteOptions;
import dev.plat.schemas.Bucket;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * The question that goes in front of a transaction's first statement, in the same round trip: does
 * this shard own the bucket at this epoch?
 */
record Fence(Kind kind, Bucket bucket, long epoch) {

    /** How many parameters the question has before the statement's own. */
    static final int PARAMETERS = 2;

    enum Kind {
        WRITE("SELECT plat.plat_enter(?, ?)", 0, Connection.TRANSACTION_READ_COMMITTED),
        WRITE_REPEATABLE_READ(
                "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ; SELECT plat.plat_enter(?, ?)",
                1,
                Connection.TRANSACTION_REPEATABLE_READ),
        WRITE_SERIALIZABLE(
                "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE; SELECT plat.plat_enter(?, ?)",
                1,
                Connection.TRANSACTION_SERIALIZABLE),
        // Not a setting of the connection: that would be a round trip of its own.
        READ(
                "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;"
                        + " SELECT plat.plat_see(?, ?)",
                1,
                Connection.TRANSACTION_REPEATABLE_READ);

        private final String sql;
        private final int resultsBefore;
        private final int isolation;

        Kind(String sql, int resultsBefore, int isolation) {
            this.sql = sql;
            this.resultsBefore = resultsBefore;
            this.isolation = isolation;
        }

        static Kind ofWrite(WriteOptions.Isolation isolation) {
            return switch (isolation) {
                case READ_COMMITTED -> WRITE;
                case REPEATABLE_READ -> WRITE_REPEATABLE_READ;
                case SERIALIZABLE -> WRITE_SERIALIZABLE;
            };
        }
    }

    boolean isWrite() {
        return kind != Kind.READ;
    }

    /** As JDBC numbers it. */
    int isolation() {
        return kind.isolation;
    }

    String sql() {
        return kind.sql;
    }

    String before(String statement) {
        return kind.sql + "; " + statement;
    }

    void bind(PreparedStatement statement) throws SQLException {
        statement.setShort(1, (short) bucket.number());
        statement.setLong(2, epoch);
    }

    /**
     * Reads the fence's answers from an executed statement and leaves it at the next result.
     *
     * @return the transaction's id, empty for a read
     */
    String passed(PreparedStatement executed) throws SQLException {
        for (int i = 0; i < kind.resultsBefore; i++) {
            executed.getMoreResults();
        }
        try (ResultSet answer = executed.getResultSet()) {
            return isWrite() && answer.next() ? answer.getString(1) : "";
        }
    }
}
