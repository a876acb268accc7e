package dev.plat.domains.claim;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Moments in the columns of this room's tables. */
final class Stamps {

    private Stamps() {}

    static void set(PreparedStatement statement, int column, @Nullable Instant at)
            throws SQLException {
        if (at == null) {
            statement.setNull(column, Types.TIMESTAMP_WITH_TIMEZONE);
            return;
        }
        statement.setObject(column, at.atOffset(ZoneOffset.UTC));
    }

    static Instant get(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    static @Nullable Instant getOrNull(ResultSet row, int column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
