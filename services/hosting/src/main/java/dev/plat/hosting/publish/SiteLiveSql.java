package dev.plat.hosting.publish;

import dev.plat.resources.blob.Sha256;
import dev.plat.router.core.Tx;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/** The table {@code site_live}. */
public final class SiteLiveSql {

    public Optional<SiteRow> find(Tx tx, Id site) throws SQLException {
        String sql =
                """
                SELECT host, owner_id, generation, release_id, manifest
                  FROM site_live WHERE bucket = ? AND site_id = ?
                """;
        try (PreparedStatement statement = tx.connection().prepareStatement(sql)) {
            statement.setInt(1, tx.bucket().number());
            statement.setObject(2, site.uuid());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(read(site, row)) : Optional.empty();
            }
        }
    }

    /** A site without a release; false when there is a row of this site already. */
    public boolean insert(Tx tx, Id site, String host, Id owner, long feedSeq) throws SQLException {
        String sql =
                """
                INSERT INTO site_live (bucket, site_id, host, owner_id, generation, feed_seq)
                VALUES (?, ?, ?, ?, 0, ?) ON CONFLICT DO NOTHING
                """;
        try (PreparedStatement statement = tx.connection().prepareStatement(sql)) {
            statement.setInt(1, tx.bucket().number());
            statement.setObject(2, site.uuid());
            statement.setString(3, host);
            statement.setObject(4, owner.uuid());
            statement.setLong(5, feedSeq);
            return statement.executeUpdate() == 1;
        }
    }

    /** Moves the pointer; false when it has been moved since {@code seen}. */
    boolean move(Tx tx, SiteRow seen, ReleaseRow release, long feedSeq) throws SQLException {
        String sql =
                """
                UPDATE site_live
                   SET generation = generation + 1, release_id = ?, manifest = ?, feed_seq = ?,
                       changed = now()
                 WHERE bucket = ? AND site_id = ? AND generation = ?
                """;
        try (PreparedStatement statement = tx.connection().prepareStatement(sql)) {
            statement.setObject(1, release.release().uuid());
            statement.setBytes(2, release.manifest().bytes());
            statement.setLong(3, feedSeq);
            statement.setInt(4, tx.bucket().number());
            statement.setObject(5, seen.site().uuid());
            statement.setLong(6, seen.generation());
            return statement.executeUpdate() == 1;
        }
    }

    private static SiteRow read(Id site, ResultSet row) throws SQLException {
        UUID release = row.getObject(4, UUID.class);
        byte[] manifest = row.getBytes(5);
        return new SiteRow(
                site,
                row.getString(1),
                new Id(IdKind.ACCOUNT, row.getObject(2, UUID.class)),
                row.getLong(3),
                release == null ? null : new Id(IdKind.RELEASE, release),
                manifest == null ? null : Sha256.ofDigest(manifest));
    }
}
