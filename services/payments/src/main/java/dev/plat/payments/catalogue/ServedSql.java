package dev.plat.payments.catalogue;

import dev.plat.router.core.Tx;
import dev.plat.schemas.Name;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The table {@code catalogue}: what was served. */
final class ServedSql {

    /** A version as it was read from its file. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Served(int version, String sha256, byte[] body) {}

    Optional<Served> newest(Tx tx, Name name) throws SQLException {
        String sql =
                """
                SELECT version, sha256, body FROM catalogue WHERE bucket = ? AND name = ?
                 ORDER BY version DESC LIMIT 1\
                """;
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setShort(1, (short) tx.bucket().number());
            select.setString(2, name.value());
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(new Served(row.getInt(1), row.getString(2), row.getBytes(3)))
                        : Optional.empty();
            }
        }
    }

    /**
     * Whoever keeps the same version at the same time waits here.
     *
     * @return false when there is one of this version
     */
    boolean insert(Tx tx, Name name, Catalogue catalogue, byte[] body, Instant now)
            throws SQLException {
        String sql =
                """
                INSERT INTO catalogue (bucket, name, version, sha256, body, since) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (bucket, name, version) DO NOTHING\
                """;
        try (PreparedStatement insert = tx.connection().prepareStatement(sql)) {
            insert.setShort(1, (short) tx.bucket().number());
            insert.setString(2, name.value());
            insert.setInt(3, catalogue.version());
            insert.setString(4, catalogue.sha256());
            insert.setBytes(5, body);
            insert.setObject(6, now.atOffset(ZoneOffset.UTC));
            return insert.executeUpdate() == 1;
        }
    }

    /**
     * By which subscriptions that are not over are or will be billed, over all buckets of one
     * shard.
     */
    Set<String> inUse(Tx tx) throws SQLException {
        String sql =
                """
                SELECT price FROM subscription WHERE state <> 'cancelled'
                UNION SELECT next_price FROM subscription WHERE state <> 'cancelled' AND next_price IS NOT NULL
                UNION SELECT price FROM subscription_change\
                """;
        try (PreparedStatement select = tx.connection().prepareStatement(sql);
                ResultSet row = select.executeQuery()) {
            Set<String> prices = new TreeSet<>();
            while (row.next()) {
                prices.add(row.getString(1));
            }
            return prices;
        }
    }
}
