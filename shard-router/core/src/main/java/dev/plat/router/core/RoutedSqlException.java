package dev.plat.router.core;

import java.io.Serial;
import java.sql.SQLException;

/**
 * A database's refusal that is not about routing: a constraint, a syntax error. The transaction is
 * rolled back.
 */
public final class RoutedSqlException extends RuntimeException {

    @Serial private static final long serialVersionUID = 1;

    /** PostgreSQL's code for a second row under a unique key. */
    public static final String UNIQUE_VIOLATION = "23505";

    private final String sqlState;

    public RoutedSqlException(SQLException cause) {
        super(cause.getMessage(), cause);
        this.sqlState = cause.getSQLState() == null ? "" : cause.getSQLState();
    }

    /** Five characters, or empty. */
    public String sqlState() {
        return sqlState;
    }
}
