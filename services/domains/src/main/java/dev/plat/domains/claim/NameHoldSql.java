package dev.plat.domains.claim;

import dev.plat.router.core.Tx;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.NameKind;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The hosts in the table {@code plat_name}; their owner is the claim. */
final class NameHoldSql {

    /** A hold that was begun and not ended in time. */
    record Expired(String name, Id claim) {}

    /** Reserves the name; true as well when this claim has it already. */
    boolean reserve(Tx tx, String name, Id claim, Instant expires) throws SQLException {
        String sql =
                """
                INSERT INTO plat_name AS n (bucket, kind, name, state, owner, expires)
                VALUES (?, ?, ?, 'reserved', ?, ?)
                ON CONFLICT (bucket, kind, name) DO UPDATE
                  SET expires = CASE WHEN n.state = 'reserved' THEN EXCLUDED.expires END
                WHERE n.owner = EXCLUDED.owner
                """;
        try (PreparedStatement upsert = tx.connection().prepareStatement(sql)) {
            bind(upsert, 1, tx, name);
            upsert.setObject(4, claim.uuid());
            Stamps.set(upsert, 5, expires);
            return upsert.executeUpdate() == 1;
        }
    }

    /** Takes the name for good; false when this claim has not reserved it. */
    boolean confirm(Tx tx, String name, Id claim) throws SQLException {
        String sql =
                """
                UPDATE plat_name SET state = 'confirmed', expires = NULL
                 WHERE bucket = ? AND kind = ? AND name = ? AND owner = ?
                """;
        return change(tx, sql, name, claim);
    }

    /** Gives up this claim's hold, or what it began of one. */
    boolean free(Tx tx, String name, Id claim) throws SQLException {
        String sql =
                "DELETE FROM plat_name WHERE bucket = ? AND kind = ? AND name = ? AND owner = ?";
        return change(tx, sql, name, claim);
    }

    /** Gives up what is still reserved, and still expired. */
    boolean freeReserved(Tx tx, String name, Id claim, Instant now) throws SQLException {
        String sql =
                """
                DELETE FROM plat_name
                 WHERE bucket = ? AND kind = ? AND name = ? AND owner = ?
                   AND state = 'reserved' AND expires <= ?
                """;
        try (PreparedStatement delete = tx.connection().prepareStatement(sql)) {
            bind(delete, 1, tx, name);
            delete.setObject(4, claim.uuid());
            Stamps.set(delete, 5, now);
            return delete.executeUpdate() == 1;
        }
    }

    Optional<Id> owner(Tx tx, String name) throws SQLException {
        String sql = "SELECT owner FROM plat_name WHERE bucket = ? AND kind = ? AND name = ?";
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            bind(select, 1, tx, name);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(claim(row, 1)) : Optional.empty();
            }
        }
    }

    /** Of one shard, in a scatter. */
    List<Expired> expired(Tx scatter, Instant now, int limit) throws SQLException {
        String sql =
                """
                SELECT name, owner FROM plat_name
                 WHERE state = 'reserved' AND expires <= ? AND kind = ?
                 ORDER BY expires LIMIT ?
                """;
        try (PreparedStatement select = scatter.connection().prepareStatement(sql)) {
            Stamps.set(select, 1, now);
            select.setString(2, NameKind.HOST.text());
            select.setInt(3, limit);
            List<Expired> expired = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    expired.add(new Expired(row.getString(1), claim(row, 2)));
                }
            }
            return expired;
        }
    }

    private static boolean change(Tx tx, String sql, String name, Id claim) throws SQLException {
        try (PreparedStatement statement = tx.connection().prepareStatement(sql)) {
            bind(statement, 1, tx, name);
            statement.setObject(4, claim.uuid());
            return statement.executeUpdate() == 1;
        }
    }

    private static void bind(PreparedStatement statement, int from, Tx tx, String name)
            throws SQLException {
        statement.setInt(from, tx.bucket().number());
        statement.setString(from + 1, NameKind.HOST.text());
        statement.setString(from + 2, name);
    }

    private static Id claim(ResultSet row, int column) throws SQLException {
        return new Id(IdKind.CLAIM, row.getObject(column, UUID.class));
    }
}
