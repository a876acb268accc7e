package dev.plat.hosting.hosts;

import dev.plat.router.core.Tx;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.Name;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The hosts in the table {@code plat_name}; their owner is the site. */
final class HostNameSql {

    /** A name that is taken. */
    record Holder(Id site, boolean confirmed) {}

    /** A reservation that nobody confirmed in time. */
    record Expired(String host, Id site) {}

    Optional<Holder> find(Tx tx, Name name) throws SQLException {
        String sql =
                """
                SELECT owner, state = 'confirmed' FROM plat_name
                 WHERE bucket = ? AND kind = ? AND name = ?
                """;
        try (PreparedStatement statement = tx.connection().prepareStatement(sql)) {
            bind(statement, 1, tx, name);
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? Optional.of(new Holder(site(row, 1), row.getBoolean(2)))
                        : Optional.empty();
            }
        }
    }

    /** False when somebody, perhaps the same site, holds the name. */
    boolean reserve(Tx tx, Name name, Id site, Duration life) throws SQLException {
        String sql =
                """
                INSERT INTO plat_name (bucket, kind, name, state, owner, expires)
                VALUES (?, ?, ?, 'reserved', ?, now() + make_interval(secs => ?))
                ON CONFLICT DO NOTHING
                """;
        try (PreparedStatement statement = tx.connection().prepareStatement(sql)) {
            bind(statement, 1, tx, name);
            statement.setObject(4, site.uuid());
            statement.setDouble(5, (double) life.toSeconds());
            return statement.executeUpdate() == 1;
        }
    }

    /** The site's own reservation begins anew. */
    void extend(Tx tx, Name name, Id site, Duration life) throws SQLException {
        String sql =
                """
                UPDATE plat_name SET expires = now() + make_interval(secs => ?)
                 WHERE bucket = ? AND kind = ? AND name = ? AND owner = ? AND state = 'reserved'
                """;
        try (PreparedStatement statement = tx.connection().prepareStatement(sql)) {
            statement.setDouble(1, (double) life.toSeconds());
            bind(statement, 2, tx, name);
            statement.setObject(5, site.uuid());
            statement.executeUpdate();
        }
    }

    /** Takes the name for good; false when another site holds it. */
    boolean confirm(Tx tx, Name name, Id site) throws SQLException {
        String sql =
                """
                INSERT INTO plat_name AS n (bucket, kind, name, state, owner)
                VALUES (?, ?, ?, 'confirmed', ?)
                ON CONFLICT (bucket, kind, name) DO UPDATE SET state = 'confirmed', expires = NULL
                 WHERE n.owner = EXCLUDED.owner
                """;
        try (PreparedStatement statement = tx.connection().prepareStatement(sql)) {
            bind(statement, 1, tx, name);
            statement.setObject(4, site.uuid());
            return statement.executeUpdate() == 1;
        }
    }

    /** Ends a reservation, if it is still this site's and still expired. */
    void free(Tx tx, Name name, Id site) throws SQLException {
        String sql =
                """
                DELETE FROM plat_name
                 WHERE bucket = ? AND kind = ? AND name = ? AND owner = ?
                   AND state = 'reserved' AND expires < now()
                """;
        try (PreparedStatement statement = tx.connection().prepareStatement(sql)) {
            bind(statement, 1, tx, name);
            statement.setObject(4, site.uuid());
            statement.executeUpdate();
        }
    }

    /** Of one shard, in a scatter. */
    List<Expired> expired(Tx scatter, int limit) throws SQLException {
        String sql =
                """
                SELECT name, owner FROM plat_name
                 WHERE state = 'reserved' AND expires < now() AND kind = 'host'
                 ORDER BY expires LIMIT ?
                """;
        try (PreparedStatement statement = scatter.connection().prepareStatement(sql)) {
            statement.setInt(1, limit);
            List<Expired> expired = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    expired.add(new Expired(row.getString(1), site(row, 2)));
                }
            }
            return expired;
        }
    }

    private static void bind(PreparedStatement statement, int from, Tx tx, Name name)
            throws SQLException {
        statement.setInt(from, tx.bucket().number());
        statement.setString(from + 1, name.kind().text());
        statement.setString(from + 2, name.value());
    }

    private static Id site(ResultSet row, int column) throws SQLException {
        return new Id(IdKind.SITE, row.getObject(column, UUID.class));
    }
}
