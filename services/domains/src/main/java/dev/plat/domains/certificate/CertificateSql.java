package dev.plat.domains.certificate;

import dev.plat.chassis.seal.SealedKey;
import dev.plat.router.core.Tx;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import java.security.cert.X509Certificate;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** The table {@code certificate}. */
final class CertificateSql {

    private static final String SELECT =
            """
            SELECT certificate_id, order_id, name, wildcard, version, issuer, state, chain, kid,
                   sealed_key, not_before, not_after
              FROM certificate
            """;

    /** The next version of its name. The order's row is locked, so there is one writer. */
    void insert(Tx tx, OrderRow order, Id id, SealedKey key, List<X509Certificate> chain)
            throws SQLException {
        String sql =
                """
                INSERT INTO certificate
                  (bucket, name, certificate_id, order_id, version, wildcard, issuer, state, chain,
                   kid, sealed_key, serial, not_before, not_after)
                SELECT ?, ?, ?, ?, coalesce(max(version), 0) + 1, ?, ?, 'issued', ?, ?, ?, ?, ?, ?
                  FROM certificate WHERE bucket = ? AND name = ?
                """;
        X509Certificate leaf = chain.getFirst();
        try (PreparedStatement insert = tx.connection().prepareStatement(sql)) {
            insert.setInt(1, tx.bucket().number());
            insert.setString(2, order.name());
            insert.setObject(3, id.uuid());
            insert.setObject(4, order.order().uuid());
            insert.setBoolean(5, order.wildcard());
            insert.setString(6, order.issuer());
            insert.setString(7, Pem.ofChain(chain));
            insert.setString(8, key.kid());
            insert.setBytes(9, key.bytes());
            insert.setString(10, leaf.getSerialNumber().toString(16));
            insert.setTimestamp(11, Timestamp.from(leaf.getNotBefore().toInstant()));
            insert.setTimestamp(12, Timestamp.from(leaf.getNotAfter().toInstant()));
            insert.setInt(13, tx.bucket().number());
            insert.setString(14, order.name());
            insert.executeUpdate();
        }
    }

    Optional<StoredCertificate> find(Tx tx, Id certificate) throws SQLException {
        String sql = SELECT + " WHERE bucket = ? AND certificate_id = ?";
        try (PreparedStatement find = tx.connection().prepareStatement(sql)) {
            find.setInt(1, tx.bucket().number());
            find.setObject(2, certificate.uuid());
            return all(find).stream().findFirst();
        }
    }

    /** The newest that is served or on its way there. */
    Optional<StoredCertificate> current(Tx tx, String name) throws SQLException {
        String sql =
                SELECT + " WHERE bucket = ? AND name = ? AND ended IS NULL ORDER BY version DESC";
        try (PreparedStatement find = tx.connection().prepareStatement(sql)) {
            find.setInt(1, tx.bucket().number());
            find.setString(2, name);
            return all(find).stream().findFirst();
        }
    }

    /** The highest version first. */
    List<StoredCertificate> ofName(Tx tx, String name, int limit) throws SQLException {
        String sql = SELECT + " WHERE bucket = ? AND name = ? ORDER BY version DESC LIMIT ?";
        try (PreparedStatement find = tx.connection().prepareStatement(sql)) {
            find.setInt(1, tx.bucket().number());
            find.setString(2, name);
            find.setInt(3, limit);
            return all(find);
        }
    }

    /**
     * Those of the name below this version end, and their keys are destroyed: a later one is
     * deployed, or the name is let go.
     */
    void supersede(Tx tx, String name, long version) throws SQLException {
        String sql =
                """
                UPDATE certificate SET state = 'superseded', ended = now(), sealed_key = ''
                 WHERE bucket = ? AND name = ? AND version < ? AND ended IS NULL
                """;
        try (PreparedStatement supersede = tx.connection().prepareStatement(sql)) {
            supersede.setInt(1, tx.bucket().number());
            supersede.setString(2, name);
            supersede.setLong(3, version);
            supersede.executeUpdate();
        }
    }

    /** False when it was deployed before, or a later one already is. */
    boolean deploy(Tx tx, Id certificate) throws SQLException {
        String sql =
                """
                UPDATE certificate SET state = 'deployed', deployed = now()
                 WHERE bucket = ? AND certificate_id = ? AND state = 'issued'
                """;
        try (PreparedStatement deploy = tx.connection().prepareStatement(sql)) {
            deploy.setInt(1, tx.bucket().number());
            deploy.setObject(2, certificate.uuid());
            return deploy.executeUpdate() == 1;
        }
    }

    void revoked(Tx tx, Id certificate) throws SQLException {
        String sql =
                """
                UPDATE certificate SET state = 'revoked', ended = coalesce(ended, now())
                 WHERE bucket = ? AND certificate_id = ?
                """;
        try (PreparedStatement revoked = tx.connection().prepareStatement(sql)) {
            revoked.setInt(1, tx.bucket().number());
            revoked.setObject(2, certificate.uuid());
            revoked.executeUpdate();
        }
    }

    private static List<StoredCertificate> all(PreparedStatement statement) throws SQLException {
        List<StoredCertificate> rows = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                rows.add(
                        new StoredCertificate(
                                new Id(IdKind.CERTIFICATE, row.getObject(1, UUID.class)),
                                new Id(IdKind.CERTIFICATE_ORDER, row.getObject(2, UUID.class)),
                                row.getString(3),
                                row.getBoolean(4),
                                row.getLong(5),
                                row.getString(6),
                                StoredCertificate.State.valueOf(
                                        row.getString(7).toUpperCase(Locale.ROOT)),
                                row.getString(8),
                                new SealedKey(row.getString(9), row.getBytes(10)),
                                row.getTimestamp(11).toInstant(),
                                row.getTimestamp(12).toInstant()));
            }
        }
        return rows;
    }
}
