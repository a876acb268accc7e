package dev.plat.hosting.names;

import dev.plat.hosting.index.Challenge;
import dev.plat.hosting.index.FeedMark;
import dev.plat.hosting.tls.SealedCertificate;
import dev.plat.router.core.Tx;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Optional;
import java.util.UUID;

/** The tables {@code host}, {@code host_certificate} and {@code host_challenge}. */
final class NameSql {

    /** A head that is there, locked until the transaction ends. */
    record Head(long version, boolean off, FeedMark mark) {}

    /** Locks the head, so that changes of one name come one after the other. */
    Optional<Head> head(Tx tx, String name) throws SQLException {
        String sql =
                """
                SELECT h.version, f.incarnation, h.feed_seq, h.state = 'off'
                  FROM host h JOIN bucket_feed f ON f.bucket = h.bucket
                 WHERE h.bucket = ? AND h.name = ? FOR UPDATE OF h
                """;
        try (PreparedStatement statement = prepared(tx, sql, name);
                ResultSet row = statement.executeQuery()) {
            return row.next()
                    ? Optional.of(
                            new Head(
                                    row.getLong(1),
                                    row.getBoolean(4),
                                    new FeedMark(row.getLong(2), row.getLong(3))))
                    : Optional.empty();
        }
    }

    /** False when another has told a higher version since the head was looked at. */
    boolean route(Tx tx, String name, Routing routing) throws SQLException {
        String sql =
                """
                INSERT INTO host AS h
                       (bucket, name, version, state, site_id, redirect_to, hsts, feed_seq)
                VALUES (?, ?, ?, ?, ?, ?, ?, 0)
                ON CONFLICT (bucket, name) DO UPDATE
                   SET version = EXCLUDED.version, state = EXCLUDED.state,
                       site_id = EXCLUDED.site_id, redirect_to = EXCLUDED.redirect_to,
                       hsts = EXCLUDED.hsts, changed = now()
                 WHERE h.version < EXCLUDED.version
                """;
        Id site = routing.site();
        try (PreparedStatement statement = prepared(tx, sql, name)) {
            statement.setLong(3, routing.version());
            statement.setString(4, routing.routed() ? "routed" : "off");
            statement.setObject(5, site == null ? null : site.uuid());
            statement.setString(6, routing.redirectTo());
            statement.setBoolean(7, routing.hsts());
            return statement.executeUpdate() == 1;
        }
    }

    /** False when the stored version is as high. */
    boolean certify(Tx tx, SealedCertificate certificate) throws SQLException {
        String sql =
                """
                INSERT INTO host_certificate AS c
                       (bucket, name, version, certificate_id, kid, chain, sealed_key)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (bucket, name) DO UPDATE
                   SET version = EXCLUDED.version, certificate_id = EXCLUDED.certificate_id,
                       kid = EXCLUDED.kid, chain = EXCLUDED.chain,
                       sealed_key = EXCLUDED.sealed_key, changed = now()
                 WHERE c.version < EXCLUDED.version
                """;
        try (PreparedStatement statement = prepared(tx, sql, certificate.name())) {
            statement.setLong(3, certificate.version());
            statement.setObject(4, certificate.certificate().uuid());
            statement.setString(5, certificate.kid());
            statement.setString(6, certificate.chain());
            statement.setBytes(7, certificate.sealedKey());
            return statement.executeUpdate() == 1;
        }
    }

    /**
     * Destroys the name's key and chain. The version stays, so that none that is still on its way
     * comes back.
     */
    void shred(Tx tx, String name) throws SQLException {
        String sql =
                """
                UPDATE host_certificate SET chain = '', sealed_key = '', changed = now()
                 WHERE bucket = ? AND name = ?
                """;
        try (PreparedStatement statement = prepared(tx, sql, name)) {
            statement.executeUpdate();
        }
    }

    Optional<SealedCertificate> certificate(Tx tx, String name) throws SQLException {
        String sql =
                """
                SELECT version, certificate_id, kid, chain, sealed_key
                  FROM host_certificate WHERE bucket = ? AND name = ? AND chain <> ''
                """;
        try (PreparedStatement statement = prepared(tx, sql, name);
                ResultSet row = statement.executeQuery()) {
            return row.next()
                    ? Optional.of(
                            new SealedCertificate(
                                    name,
                                    row.getLong(1),
                                    new Id(IdKind.CERTIFICATE, row.getObject(2, UUID.class)),
                                    row.getString(3),
                                    row.getString(4),
                                    row.getBytes(5)))
                    : Optional.empty();
        }
    }

    /** False when the stored version of this challenge is as high. */
    boolean challenge(Tx tx, String name, long version, Challenge challenge) throws SQLException {
        String sql =
                """
                INSERT INTO host_challenge AS x
                       (bucket, name, token, version, kind, key_authorization, thumbprint, expires)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (bucket, name, token) DO UPDATE
                   SET version = EXCLUDED.version, kind = EXCLUDED.kind,
                       key_authorization = EXCLUDED.key_authorization,
                       thumbprint = EXCLUDED.thumbprint, expires = EXCLUDED.expires, gone = false
                 WHERE x.version < EXCLUDED.version
                """;
        try (PreparedStatement statement = prepared(tx, sql, name)) {
            statement.setString(3, challenge.token());
            statement.setLong(4, version);
            statement.setString(5, challenge.kind().text());
            statement.setString(6, challenge.keyAuthorization());
            statement.setString(7, challenge.thumbprint());
            statement.setTimestamp(8, Timestamp.from(challenge.expires()));
            return statement.executeUpdate() == 1;
        }
    }

    boolean withdraw(Tx tx, String name, String token) throws SQLException {
        String sql =
                """
                UPDATE host_challenge SET gone = true
                 WHERE bucket = ? AND name = ? AND token = ? AND NOT gone
                """;
        try (PreparedStatement statement = prepared(tx, sql, name)) {
            statement.setString(3, token);
            return statement.executeUpdate() == 1;
        }
    }

    /** Removes what expired a day ago: no repeat is under way for so long. */
    void sweepChallenges(Tx tx, String name) throws SQLException {
        String sql =
                """
                DELETE FROM host_challenge
                 WHERE bucket = ? AND name = ? AND expires < now() - interval '1 day'
                """;
        try (PreparedStatement statement = prepared(tx, sql, name)) {
            statement.executeUpdate();
        }
    }

    /** How many open challenges the name has besides this one. */
    int otherChallenges(Tx tx, String name, String token) throws SQLException {
        String sql =
                """
                SELECT count(*) FROM host_challenge
                 WHERE bucket = ? AND name = ? AND token <> ? AND NOT gone AND expires > now()
                """;
        try (PreparedStatement statement = prepared(tx, sql, name)) {
            statement.setString(3, token);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    /** The name takes its number; a name that has no head yet gets one that is off. */
    void touch(Tx tx, String name, long feedSeq) throws SQLException {
        String sql =
                """
                INSERT INTO host (bucket, name, version, state, feed_seq)
                VALUES (?, ?, 0, 'off', ?)
                ON CONFLICT (bucket, name) DO UPDATE SET feed_seq = EXCLUDED.feed_seq
                """;
        try (PreparedStatement statement = prepared(tx, sql, name)) {
            statement.setLong(3, feedSeq);
            statement.executeUpdate();
        }
    }

    Optional<StoredName> stored(Tx tx, String name) throws SQLException {
        String sql =
                """
                SELECT f.incarnation, h.feed_seq, h.version, coalesce(c.version, 0)
                  FROM host h
                  JOIN bucket_feed f ON f.bucket = h.bucket
                  LEFT JOIN host_certificate c
                    ON c.bucket = h.bucket AND c.name = h.name AND c.chain <> ''
                 WHERE h.bucket = ? AND h.name = ?
                """;
        try (PreparedStatement statement = prepared(tx, sql, name);
                ResultSet row = statement.executeQuery()) {
            return row.next()
                    ? Optional.of(
                            new StoredName(
                                    new FeedMark(row.getLong(1), row.getLong(2)),
                                    row.getLong(3),
                                    row.getLong(4)))
                    : Optional.empty();
        }
    }

    private static PreparedStatement prepared(Tx tx, String sql, String name) throws SQLException {
        PreparedStatement statement = tx.connection().prepareStatement(sql);
        statement.setInt(1, tx.bucket().number());
        statement.setString(2, name);
        return statement;
    }
}
