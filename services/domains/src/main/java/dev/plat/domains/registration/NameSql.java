package dev.plat.domains.registration;

import dev.plat.router.core.Tx;
import dev.plat.schemas.Id;
import dev.plat.schemas.NameKind;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * The bought names in the table {@code plat_name}; their owner is the registration. No registry
 * holds names, so this keeps a name from our own customers only.
 */
final class NameSql {

    /** Keeps the name until then; true as well when this registration has it already. */
    boolean hold(Tx tx, String name, Id registration, Instant now, Instant until)
            throws SQLException {
        String sql =
                """
                INSERT INTO plat_name AS n (bucket, kind, name, state, owner, expires)
                VALUES (?, ?, ?, 'reserved', ?, ?)
                ON CONFLICT (bucket, kind, name) DO UPDATE
                  SET owner = EXCLUDED.owner,
                      expires = CASE WHEN n.state = 'reserved' THEN EXCLUDED.expires END
                WHERE n.owner = EXCLUDED.owner OR (n.state = 'reserved' AND n.expires <= ?)
                """;
        try (PreparedStatement upsert = tx.connection().prepareStatement(sql)) {
            bind(upsert, tx, name);
            upsert.setObject(4, registration.uuid());
            upsert.setObject(5, OrderSql.time(until));
            upsert.setObject(6, OrderSql.time(now));
            return upsert.executeUpdate() == 1;
        }
    }

    /** Keeps it for good; false when another has it by now. */
    boolean confirm(Tx tx, String name, Id registration, Instant now) throws SQLException {
        String sql =
                """
                INSERT INTO plat_name AS n (bucket, kind, name, state, owner, expires)
                VALUES (?, ?, ?, 'confirmed', ?, NULL)
                ON CONFLICT (bucket, kind, name) DO UPDATE
                  SET owner = EXCLUDED.owner, state = 'confirmed', expires = NULL
                WHERE n.owner = EXCLUDED.owner OR (n.state = 'reserved' AND n.expires <= ?)
                """;
        try (PreparedStatement upsert = tx.connection().prepareStatement(sql)) {
            bind(upsert, tx, name);
            upsert.setObject(4, registration.uuid());
            upsert.setObject(5, OrderSql.time(now));
            return upsert.executeUpdate() == 1;
        }
    }

    boolean free(Tx tx, String name, Id registration) throws SQLException {
        String sql =
                "DELETE FROM plat_name WHERE bucket = ? AND kind = ? AND name = ? AND owner = ?";
        try (PreparedStatement delete = tx.connection().prepareStatement(sql)) {
            bind(delete, tx, name);
            delete.setObject(4, registration.uuid());
            return delete.executeUpdate() == 1;
        }
    }

    /** Who has it now; empty once a hold has run out. */
    Optional<UUID> owner(Tx tx, String name, Instant now) throws SQLException {
        String sql =
                """
                SELECT owner FROM plat_name
                 WHERE bucket = ? AND kind = ? AND name = ? AND (state = 'confirmed' OR expires > ?)
                """;
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            bind(select, tx, name);
            select.setObject(4, OrderSql.time(now));
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(row.getObject(1, UUID.class)) : Optional.empty();
            }
        }
    }

    private static void bind(PreparedStatement statement, Tx tx, String name) throws SQLException {
        statement.setShort(1, (short) tx.bucket().number());
        statement.setString(2, NameKind.REGISTRATION.text());
        statement.setString(3, name);
    }
}
