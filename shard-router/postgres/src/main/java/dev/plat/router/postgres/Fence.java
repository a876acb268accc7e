package dev.plat.router.postgres;

import dev.plat.schemas.Bucket;
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
        WRITE("SELECT plat.plat_enter(?, ?)", 0),
        // Not a setting of the connection: that would be a round trip of its own.
        READ(
                "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;"
                        + " SELECT plat.plat_see(?, ?)",
                1);

        private final String sql;
        private final int resultsBefore;

        Kind(String sql, int resultsBefore) {
            this.sql = sql;
            this.resultsBefore = resultsBefore;
        }
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
            return kind == Kind.WRITE && answer.next() ? answer.getString(1) : "";
        }
    }
}
