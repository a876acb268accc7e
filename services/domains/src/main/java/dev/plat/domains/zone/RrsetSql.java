package dev.plat.domains.zone;

import dev.plat.domains.dns.DnsName;
import dev.plat.domains.dns.RecordType;
import dev.plat.router.core.Tx;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The table {@code rrset}. */
final class RrsetSql {

    List<KeptSet> of(Tx tx, DnsName zone) throws SQLException {
        String sql =
                """
                SELECT name, type, ttl, data, managed FROM rrset
                 WHERE bucket = ? AND zone = ? ORDER BY name, type
                """;
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setShort(1, (short) tx.bucket().number());
            select.setString(2, zone.value());
            List<KeptSet> sets = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    sets.add(
                            new KeptSet(
                                    new DnsName(row.getString(1)),
                                    RecordType.parse(row.getString(2)),
                                    row.getLong(3),
                                    Arrays.asList((String[]) row.getArray(4).getArray()),
                                    row.getString(5)));
                }
            }
            return sets;
        }
    }

    void put(Tx tx, DnsName zone, KeptSet set) throws SQLException {
        String sql =
                """
                INSERT INTO rrset (bucket, zone, name, type, ttl, data, managed)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (bucket, zone, name, type) DO UPDATE
                  SET ttl = EXCLUDED.ttl, data = EXCLUDED.data, managed = EXCLUDED.managed
                """;
        try (PreparedStatement upsert = tx.connection().prepareStatement(sql)) {
            upsert.setShort(1, (short) tx.bucket().number());
            upsert.setString(2, zone.value());
            upsert.setString(3, set.name().value());
            upsert.setString(4, set.type().name());
            upsert.setLong(5, set.ttl());
            upsert.setArray(6, tx.connection().createArrayOf("text", set.values().toArray()));
            upsert.setString(7, set.managed());
            upsert.executeUpdate();
        }
    }

    /** Those that are off the servers by now. */
    void forgetRemoved(Tx tx, DnsName zone) throws SQLException {
        String sql = "DELETE FROM rrset WHERE bucket = ? AND zone = ? AND data = '{}'";
        try (PreparedStatement delete = tx.connection().prepareStatement(sql)) {
            delete.setShort(1, (short) tx.bucket().number());
            delete.setString(2, zone.value());
            delete.executeUpdate();
        }
    }

    void deleteAll(Tx tx, DnsName zone) throws SQLException {
        String sql = "DELETE FROM rrset WHERE bucket = ? AND zone = ?";
        try (PreparedStatement delete = tx.connection().prepareStatement(sql)) {
            delete.setShort(1, (short) tx.bucket().number());
            delete.setString(2, zone.value());
            delete.executeUpdate();
        }
    }
}
