package dev.plat.hosting.publish;

import dev.plat.hosting.release.Manifest;
import dev.plat.resources.blob.Sha256;
import dev.plat.router.core.Tx;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The table {@code release}. */
final class ReleaseSql {

    private static final int LIST_MAX = 100;

    /** Returns when it expires, by the shard's clock. */
    Instant insert(Tx tx, Id site, Id release, Manifest manifest, String author, Duration life)
            throws SQLException {
        String sql =
                """
                INSERT INTO release
                  (bucket, release_id, site_id, state, manifest, files, bytes, author, expires)
                VALUES (?, ?, ?, 'open', ?, ?, ?, ?, now() + make_interval(secs => ?))
                RETURNING expires
                """;
        try (PreparedStatement statement = tx.connection().prepareStatement(sql)) {
            statement.setInt(1, tx.bucket().number());
            statement.setObject(2, release.uuid());
            statement.setObject(3, site.uuid());
            statement.setBytes(4, manifest.digest().bytes());
            statement.setInt(5, manifest.entries().size());
            statement.setLong(6, manifest.totalBytes());
            statement.setString(7, author);
            statement.setDouble(8, (double) life.toSeconds());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getObject(1, OffsetDateTime.class).toInstant();
            }
        }
    }

    Optional<ReleaseRow> find(Tx tx, Id site, Id release) throws SQLException {
        String sql =
                """
                SELECT release_id, manifest, state = 'sealed', expires < now(), files, bytes, created
                  FROM release WHERE bucket = ? AND release_id = ? AND site_id = ?
                """;
        try (PreparedStatement statement = tx.connection().prepareStatement(sql)) {
            statement.setInt(1, tx.bucket().number());
            statement.setObject(2, release.uuid());
            statement.setObject(3, site.uuid());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(read(row)) : Optional.empty();
            }
        }
    }

    /** Sealed ones, the newest first. */
    List<ReleaseRow> list(Tx tx, Id site) throws SQLException {
        String sql =
                """
                SELECT release_id, manifest, true, false, files, bytes, created
                  FROM release WHERE bucket = ? AND site_id = ? AND state = 'sealed'
                 ORDER BY sealed DESC, release_id DESC LIMIT ?
                """;
        try (PreparedStatement statement = tx.connection().prepareStatement(sql)) {
            statement.setInt(1, tx.bucket().number());
            statement.setObject(2, site.uuid());
            statement.setInt(3, LIST_MAX);
            List<ReleaseRow> rows = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    rows.add(read(row));
                }
            }
            return rows;
        }
    }

    /** Sealing what is sealed changes nothing. */
    void seal(Tx tx, Id release) throws SQLException {
        String sql =
                """
                UPDATE release SET state = 'sealed', sealed = now()
                 WHERE bucket = ? AND release_id = ? AND state = 'open'
                """;
        try (PreparedStatement statement = tx.connection().prepareStatement(sql)) {
            statement.setInt(1, tx.bucket().number());
            statement.setObject(2, release.uuid());
            statement.executeUpdate();
        }
    }

    private static ReleaseRow read(ResultSet row) throws SQLException {
        return new ReleaseRow(
                new Id(IdKind.RELEASE, row.getObject(1, UUID.class)),
                Sha256.ofDigest(row.getBytes(2)),
                row.getBoolean(3),
                row.getBoolean(4),
                row.getInt(5),
                row.getLong(6),
                row.getObject(7, OffsetDateTime.class).toInstant());
    }
}
