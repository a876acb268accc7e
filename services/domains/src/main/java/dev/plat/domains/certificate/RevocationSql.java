package dev.plat.domains.certificate;

import dev.plat.router.core.Tx;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The table {@code certificate_revocation}. */
final class RevocationSql {

    /** For what is served or on its way there; how many those are. */
    int insert(Tx tx, String name) throws SQLException {
        String sql =
                """
                INSERT INTO certificate_revocation (bucket, certificate_id, due)
                SELECT bucket, certificate_id, now() FROM certificate
                 WHERE bucket = ? AND name = ? AND ended IS NULL
                ON CONFLICT (bucket, certificate_id) DO UPDATE SET due = EXCLUDED.due
                """;
        try (PreparedStatement insert = tx.connection().prepareStatement(sql)) {
            insert.setInt(1, tx.bucket().number());
            insert.setString(2, name);
            return insert.executeUpdate();
        }
    }

    /** Of one shard, in a scatter: those that are not served any more. */
    List<Id> due(Tx scatter, String issuer, int limit) throws SQLException {
        String sql =
                """
                SELECT wish.certificate_id
                  FROM certificate_revocation wish JOIN certificate USING (bucket, certificate_id)
                 WHERE wish.due <= now() AND state = 'superseded' AND issuer = ?
                 ORDER BY wish.due LIMIT ?
                """;
        try (PreparedStatement find = scatter.connection().prepareStatement(sql)) {
            find.setString(1, issuer);
            find.setInt(2, limit);
            List<Id> found = new ArrayList<>();
            try (ResultSet row = find.executeQuery()) {
                while (row.next()) {
                    found.add(new Id(IdKind.CERTIFICATE, row.getObject(1, UUID.class)));
                }
            }
            return found;
        }
    }

    void later(Tx tx, Id certificate, Duration wait) throws SQLException {
        String sql =
                """
                UPDATE certificate_revocation SET due = now() + make_interval(secs => ?)
                 WHERE bucket = ? AND certificate_id = ?
                """;
        try (PreparedStatement later = tx.connection().prepareStatement(sql)) {
            later.setDouble(1, wait.toMillis() / 1000.0);
            later.setInt(2, tx.bucket().number());
            later.setObject(3, certificate.uuid());
            later.executeUpdate();
        }
    }

    void delete(Tx tx, Id certificate) throws SQLException {
        String sql = "DELETE FROM certificate_revocation WHERE bucket = ? AND certificate_id = ?";
        try (PreparedStatement delete = tx.connection().prepareStatement(sql)) {
            delete.setInt(1, tx.bucket().number());
            delete.setObject(2, certificate.uuid());
            delete.executeUpdate();
        }
    }
}
