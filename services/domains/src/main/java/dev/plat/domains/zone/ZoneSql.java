package dev.plat.domains.zone;

import dev.plat.domains.dns.DnsName;
import dev.plat.router.core.Tx;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table {@code zone}. */
final class ZoneSql {

    private static final String COLUMNS =
            "name, account_id, state, serial, shown, server_serial, problem, epoch, changed";

    /** False when it is there. */
    boolean insert(Tx tx, DnsName zone, @Nullable Id account, Instant now) throws SQLException {
        String sql =
                """
                INSERT INTO zone (bucket, name, account_id, state, serial, due, created, changed)
                VALUES (?, ?, ?, 'kept', 1, ?, ?, ?) ON CONFLICT (bucket, name) DO NOTHING
                """;
        try (PreparedStatement insert = tx.connection().prepareStatement(sql)) {
            insert.setShort(1, (short) tx.bucket().number());
            insert.setString(2, zone.value());
            insert.setObject(3, account == null ? null : account.uuid());
            insert.setObject(4, time(now));
            insert.setObject(5, time(now));
            insert.setObject(6, time(now));
            return insert.executeUpdate() == 1;
        }
    }

    Optional<ZoneRow> find(Tx tx, DnsName zone, boolean lock) throws SQLException {
        String sql =
                "SELECT "
                        + COLUMNS
                        + " FROM zone WHERE bucket = ? AND name = ?"
                        + (lock ? " FOR UPDATE" : "");
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setShort(1, (short) tx.bucket().number());
            select.setString(2, zone.value());
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(zone(row)) : Optional.empty();
            }
        }
    }

    /** Another has it from now on, also when it was about to go. */
    void hand(Tx tx, DnsName zone, @Nullable Id account) throws SQLException {
        String sql = "UPDATE zone SET account_id = ?, state = 'kept' WHERE bucket = ? AND name = ?";
        try (PreparedStatement update = tx.connection().prepareStatement(sql)) {
            update.setObject(1, account == null ? null : account.uuid());
            update.setShort(2, (short) tx.bucket().number());
            update.setString(3, zone.value());
            update.executeUpdate();
        }
    }

    /** The records have changed; whoever is at it will see so, else it is due. */
    void changed(Tx tx, DnsName zone, long serial, Instant now) throws SQLException {
        String sql =
                """
                UPDATE zone SET serial = ?, changed = ?, due = ? WHERE bucket = ? AND name = ?
                """;
        try (PreparedStatement update = tx.connection().prepareStatement(sql)) {
            update.setLong(1, serial);
            update.setObject(2, time(now));
            update.setObject(3, time(now));
            update.setShort(4, (short) tx.bucket().number());
            update.setString(5, zone.value());
            update.executeUpdate();
        }
    }

    void leave(Tx tx, DnsName zone, Instant now) throws SQLException {
        String sql = "UPDATE zone SET state = 'leaving', due = ? WHERE bucket = ? AND name = ?";
        try (PreparedStatement update = tx.connection().prepareStatement(sql)) {
            update.setObject(1, time(now));
            update.setShort(2, (short) tx.bucket().number());
            update.setString(3, zone.value());
            update.executeUpdate();
        }
    }

    /** Takes it up, if nobody else is at it. */
    Optional<ZoneRow> lease(Tx tx, DnsName zone, Instant now, Duration life) throws SQLException {
        String sql =
                """
                UPDATE zone SET epoch = epoch + 1, leased = ?
                 WHERE bucket = ? AND name = ? AND (leased IS NULL OR leased <= ?)
                """
                        + " RETURNING "
                        + COLUMNS;
        try (PreparedStatement update = tx.connection().prepareStatement(sql)) {
            update.setObject(1, time(now.plus(life)));
            update.setShort(2, (short) tx.bucket().number());
            update.setString(3, zone.value());
            update.setObject(4, time(now));
            try (ResultSet row = update.executeQuery()) {
                return row.next() ? Optional.of(zone(row)) : Optional.empty();
            }
        }
    }

    /** What came of it; false when somebody else has it by now. */
    boolean done(Tx tx, ZoneRow after, Instant due) throws SQLException {
        String sql =
                """
                UPDATE zone SET shown = ?, server_serial = ?, problem = ?, leased = NULL, due = ?
                 WHERE bucket = ? AND name = ? AND epoch = ?
                """;
        try (PreparedStatement update = tx.connection().prepareStatement(sql)) {
            update.setLong(1, after.shown());
            if (after.serverSerial() == null) {
                update.setNull(2, Types.BIGINT);
            } else {
                update.setLong(2, after.serverSerial());
            }
            update.setString(3, after.problem());
            update.setObject(4, time(due));
            update.setShort(5, (short) tx.bucket().number());
            update.setString(6, after.name().value());
            update.setLong(7, after.epoch());
            return update.executeUpdate() == 1;
        }
    }

    boolean delete(Tx tx, DnsName zone, long epoch) throws SQLException {
        String sql = "DELETE FROM zone WHERE bucket = ? AND name = ? AND epoch = ?";
        try (PreparedStatement delete = tx.connection().prepareStatement(sql)) {
            delete.setShort(1, (short) tx.bucket().number());
            delete.setString(2, zone.value());
            delete.setLong(3, epoch);
            return delete.executeUpdate() == 1;
        }
    }

    /** Of one shard, in a scatter: the longest due first. */
    List<DnsName> due(Tx scatter, Instant now, int limit) throws SQLException {
        String sql =
                """
                SELECT name FROM zone
                 WHERE due <= ? AND (leased IS NULL OR leased <= ?) ORDER BY due LIMIT ?
                """;
        try (PreparedStatement select = scatter.connection().prepareStatement(sql)) {
            select.setObject(1, time(now));
            select.setObject(2, time(now));
            select.setInt(3, limit);
            List<DnsName> due = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    due.add(new DnsName(row.getString(1)));
                }
            }
            return due;
        }
    }

    /** Of one shard, in a scatter: every zone, by name, from after this one. */
    List<DnsName> page(Tx scatter, String after, int limit) throws SQLException {
        String sql = "SELECT name FROM zone WHERE name > ? ORDER BY name LIMIT ?";
        try (PreparedStatement select = scatter.connection().prepareStatement(sql)) {
            select.setString(1, after);
            select.setInt(2, limit);
            List<DnsName> names = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    names.add(new DnsName(row.getString(1)));
                }
            }
            return names;
        }
    }

    /** Each record as a line of a zone file. */
    void remember(
            Tx tx,
            DnsName zone,
            long serial,
            @Nullable Id actor,
            Instant now,
            List<String> added,
            List<String> removed)
            throws SQLException {
        String sql =
                """
                INSERT INTO zone_change (bucket, zone, serial, actor, at, added, removed)
                VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (bucket, zone, serial) DO NOTHING
                """;
        try (PreparedStatement insert = tx.connection().prepareStatement(sql)) {
            insert.setShort(1, (short) tx.bucket().number());
            insert.setString(2, zone.value());
            insert.setLong(3, serial);
            insert.setObject(4, actor == null ? null : actor.uuid());
            insert.setObject(5, time(now));
            insert.setArray(6, tx.connection().createArrayOf("text", added.toArray()));
            insert.setArray(7, tx.connection().createArrayOf("text", removed.toArray()));
            insert.executeUpdate();
        }
    }

    private static ZoneRow zone(ResultSet row) throws SQLException {
        UUID account = row.getObject(2, UUID.class);
        return new ZoneRow(
                new DnsName(row.getString(1)),
                account == null ? null : new Id(IdKind.ACCOUNT, account),
                row.getString(3).equals("leaving"),
                row.getLong(4),
                row.getLong(5),
                row.getObject(6, Long.class),
                row.getString(7),
                row.getLong(8),
                row.getObject(9, OffsetDateTime.class).toInstant());
    }

    private static OffsetDateTime time(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
