package dev.plat.domains.claim;

import dev.plat.router.core.Tx;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** The tables {@code host} and {@code tombstone}, in the name's bucket. */
final class HostSql {

    /** How long a name that was let go answers that it is gone. */
    static final Duration TOMBSTONE = Duration.ofDays(30);

    Optional<Host> find(Tx tx, String name) throws SQLException {
        return one(tx, name, "");
    }

    /** Locked to the end of the transaction; lock claims before. */
    Optional<Host> lock(Tx tx, String name) throws SQLException {
        return one(tx, name, " FOR UPDATE");
    }

    void put(Tx tx, Host host) throws SQLException {
        String sql =
                """
                INSERT INTO host AS h (bucket, name, state, version, claim_id, account_id, site_id,
                  redirect_to, routing, misses, missed, changed)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (bucket, name) DO UPDATE SET
                  (state, version, claim_id, account_id, site_id, redirect_to, routing, misses,
                   missed, changed) =
                  (EXCLUDED.state, EXCLUDED.version, EXCLUDED.claim_id, EXCLUDED.account_id,
                   EXCLUDED.site_id, EXCLUDED.redirect_to, EXCLUDED.routing, EXCLUDED.misses,
                   EXCLUDED.missed, EXCLUDED.changed)
                 WHERE h.version <= EXCLUDED.version
                """;
        Host.Holder holder = host.holder();
        try (PreparedStatement upsert = tx.connection().prepareStatement(sql)) {
            upsert.setInt(1, tx.bucket().number());
            upsert.setString(2, host.name());
            upsert.setString(3, host.state().name().toLowerCase(Locale.ROOT));
            upsert.setLong(4, host.version());
            upsert.setObject(5, holder == null ? null : holder.claim().uuid());
            upsert.setObject(6, holder == null ? null : holder.account().uuid());
            upsert.setObject(7, holder == null ? null : holder.site().uuid());
            upsert.setString(8, holder == null ? null : holder.redirectTo());
            upsert.setString(9, host.routing().name().toLowerCase(Locale.ROOT));
            upsert.setInt(10, host.misses());
            Stamps.set(upsert, 11, host.missed());
            Stamps.set(upsert, 12, host.changed());
            if (upsert.executeUpdate() != 1) {
                throw new IllegalStateException("a host went back to an earlier version");
            }
        }
    }

    /** Remembers that this version's holder let go. */
    void bury(Tx tx, Host host, Host.Holder holder, String reason, Instant now)
            throws SQLException {
        String sql =
                """
                INSERT INTO tombstone
                  (bucket, name, version, site_id, account_id, reason, released, until)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
                """;
        try (PreparedStatement insert = tx.connection().prepareStatement(sql)) {
            insert.setInt(1, tx.bucket().number());
            insert.setString(2, host.name());
            insert.setLong(3, host.version());
            insert.setObject(4, holder.site().uuid());
            insert.setObject(5, holder.account().uuid());
            insert.setString(6, reason);
            Stamps.set(insert, 7, now);
            Stamps.set(insert, 8, now.plus(TOMBSTONE));
            insert.executeUpdate();
        }
    }

    /** Somebody has proven the name, which ends what is left of a tombstone. */
    void endTombstones(Tx tx, String name, Instant now) throws SQLException {
        String sql = "UPDATE tombstone SET until = ? WHERE bucket = ? AND name = ? AND until > ?";
        try (PreparedStatement update = tx.connection().prepareStatement(sql)) {
            Stamps.set(update, 1, now);
            update.setInt(2, tx.bucket().number());
            update.setString(3, name);
            Stamps.set(update, 4, now);
            update.executeUpdate();
        }
    }

    /** Until when the name answers that it is gone. */
    Optional<Instant> tombstone(Tx tx, String name, Instant now) throws SQLException {
        String sql =
                """
                SELECT until FROM tombstone WHERE bucket = ? AND name = ? AND until > ?
                 ORDER BY until DESC LIMIT 1
                """;
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setInt(1, tx.bucket().number());
            select.setString(2, name);
            Stamps.set(select, 3, now);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(Stamps.get(row, 1)) : Optional.empty();
            }
        }
    }

    private static Optional<Host> one(Tx tx, String name, String lock) throws SQLException {
        String sql =
                """
                SELECT state, version, claim_id, account_id, site_id, redirect_to, routing, misses,
                  missed, changed
                  FROM host WHERE bucket = ? AND name = ?\
                """
                        + lock;
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setInt(1, tx.bucket().number());
            select.setString(2, name);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(host(row, name)) : Optional.empty();
            }
        }
    }

    private static Host host(ResultSet row, String name) throws SQLException {
        UUID claim = row.getObject(3, UUID.class);
        Host.Holder holder =
                claim == null
                        ? null
                        : new Host.Holder(
                                new Id(IdKind.CLAIM, claim),
                                new Id(IdKind.ACCOUNT, row.getObject(4, UUID.class)),
                                new Id(IdKind.SITE, row.getObject(5, UUID.class)),
                                row.getString(6));
        return new Host(
                name,
                Host.State.valueOf(row.getString(1).toUpperCase(Locale.ROOT)),
                row.getLong(2),
                holder,
                Host.Routing.valueOf(row.getString(7).toUpperCase(Locale.ROOT)),
                row.getInt(8),
                Stamps.getOrNull(row, 9),
                Stamps.get(row, 10));
    }
}
