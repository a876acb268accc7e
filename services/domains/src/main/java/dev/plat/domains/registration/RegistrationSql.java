package dev.plat.domains.registration;

import dev.plat.router.core.Tx;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table {@code registration}. */
final class RegistrationSql {

    private static final String COLUMNS =
            """
            registration_id, account_id, effect, order_id, name, years, site_id, state, reason, \
            brought, registered, expires, copied, signed, placed, locked, unlocked, auto_renew, renewal_id, acted, \
            deleted, due, epoch\
            """;

    /** False when its key is known. */
    boolean insert(Tx tx, Registration registration, Instant now) throws SQLException {
        String sql =
                "INSERT INTO registration (bucket, created, "
                        + COLUMNS
                        + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
                        + " ?, ?, ?, ?) ON CONFLICT (bucket, effect) DO NOTHING";
        try (PreparedStatement insert = tx.connection().prepareStatement(sql)) {
            insert.setShort(1, (short) tx.bucket().number());
            insert.setObject(2, OrderSql.time(now));
            insert.setObject(3, registration.id().uuid());
            insert.setObject(4, registration.account().uuid());
            insert.setString(5, registration.effect());
            insert.setObject(6, registration.order().uuid());
            insert.setString(7, registration.name());
            insert.setInt(8, registration.years());
            insert.setObject(9, uuid(registration.site()));
            insert.setBoolean(12, registration.brought());
            insert.setString(10, registration.state().text());
            insert.setString(11, registration.reason());
            bind(insert, 13, registration);
            insert.setLong(25, registration.epoch());
            return insert.executeUpdate() == 1;
        }
    }

    /** What has changed, under the epoch that it was read with; false when it was changed since. */
    boolean update(Tx tx, Registration registration) throws SQLException {
        String sql =
                """
                UPDATE registration SET state = ?, reason = ?, registered = ?, expires = ?,
                  copied = ?, signed = ?, placed = ?, locked = ?, unlocked = ?, auto_renew = ?, renewal_id = ?, acted = ?, deleted = ?,
                  due = ?, epoch = epoch + 1
                 WHERE bucket = ? AND registration_id = ? AND epoch = ?
                """;
        try (PreparedStatement update = tx.connection().prepareStatement(sql)) {
            update.setString(1, registration.state().text());
            update.setString(2, registration.reason());
            bind(update, 3, registration);
            update.setShort(15, (short) tx.bucket().number());
            update.setObject(16, registration.id().uuid());
            update.setLong(17, registration.epoch());
            return update.executeUpdate() == 1;
        }
    }

    private static void bind(PreparedStatement statement, int first, Registration it)
            throws SQLException {
        Registration.Copied copied = it.copied();
        statement.setObject(first, OrderSql.time(it.registered()));
        statement.setObject(first + 1, OrderSql.time(it.expires()));
        statement.setString(first + 2, copied == null ? null : copied.text());
        statement.setObject(first + 3, OrderSql.time(it.signed()));
        statement.setBoolean(first + 4, it.placed());
        statement.setBoolean(first + 5, it.locked());
        statement.setBoolean(first + 6, it.unlocked());
        statement.setBoolean(first + 7, it.autoRenew());
        statement.setObject(first + 8, uuid(it.renewal()));
        statement.setObject(first + 9, OrderSql.time(it.acted()));
        statement.setObject(first + 10, OrderSql.time(it.deleted()));
        statement.setObject(first + 11, OrderSql.time(it.due()));
    }

    /** Takes it up, if it is due; it is due again should this one not come back. */
    Optional<Registration> lease(Tx tx, Id id, Instant now, Duration life) throws SQLException {
        String sql =
                """
                UPDATE registration SET epoch = epoch + 1, due = ?
                 WHERE bucket = ? AND registration_id = ? AND due <= ?
                """
                        + " RETURNING "
                        + COLUMNS;
        try (PreparedStatement update = tx.connection().prepareStatement(sql)) {
            update.setObject(1, OrderSql.time(now.plus(life)));
            update.setShort(2, (short) tx.bucket().number());
            update.setObject(3, id.uuid());
            update.setObject(4, OrderSql.time(now));
            return one(update);
        }
    }

    Optional<Registration> find(Tx tx, Id id, boolean lock) throws SQLException {
        String sql =
                "SELECT "
                        + COLUMNS
                        + " FROM registration WHERE bucket = ? AND registration_id = ?"
                        + (lock ? " FOR UPDATE" : "");
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setShort(1, (short) tx.bucket().number());
            select.setObject(2, id.uuid());
            return one(select);
        }
    }

    Optional<Registration> byEffect(Tx tx, String effect) throws SQLException {
        String sql = "SELECT " + COLUMNS + " FROM registration WHERE bucket = ? AND effect = ?";
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setShort(1, (short) tx.bucket().number());
            select.setString(2, effect);
            return one(select);
        }
    }

    /** Whether the account has the name by one that stands. */
    boolean has(Tx tx, Id account, String name) throws SQLException {
        String sql =
                """
                SELECT 1 FROM registration
                 WHERE bucket = ? AND account_id = ? AND name = ? AND state = 'active'
                """;
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setShort(1, (short) tx.bucket().number());
            select.setObject(2, account.uuid());
            select.setString(3, name);
            try (ResultSet row = select.executeQuery()) {
                return row.next();
            }
        }
    }

    /** The latest first. */
    List<Registration> of(Tx tx, Id account, int limit) throws SQLException {
        String sql =
                "SELECT "
                        + COLUMNS
                        + " FROM registration WHERE bucket = ? AND account_id = ?"
                        + " AND state <> 'released' ORDER BY created DESC LIMIT ?";
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setShort(1, (short) tx.bucket().number());
            select.setObject(2, account.uuid());
            select.setInt(3, limit);
            List<Registration> all = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    all.add(registration(row));
                }
            }
            return all;
        }
    }

    /** Something was heard about it: it is looked at now. */
    boolean hasten(Tx tx, Id id, Instant now) throws SQLException {
        String sql =
                """
                UPDATE registration SET due = ?
                 WHERE bucket = ? AND registration_id = ? AND state IN ('ordered', 'active') AND due > ?
                """;
        try (PreparedStatement update = tx.connection().prepareStatement(sql)) {
            update.setObject(1, OrderSql.time(now));
            update.setShort(2, (short) tx.bucket().number());
            update.setObject(3, id.uuid());
            update.setObject(4, OrderSql.time(now));
            return update.executeUpdate() == 1;
        }
    }

    /** Of one shard, in a scatter. */
    List<Id> due(Tx scatter, Instant now, int limit) throws SQLException {
        String sql = "SELECT registration_id FROM registration WHERE due <= ? ORDER BY due LIMIT ?";
        try (PreparedStatement select = scatter.connection().prepareStatement(sql)) {
            select.setObject(1, OrderSql.time(now));
            select.setInt(2, limit);
            List<Id> due = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    due.add(new Id(IdKind.REGISTRATION, row.getObject(1, UUID.class)));
                }
            }
            return due;
        }
    }

    private static Optional<Registration> one(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            return row.next() ? Optional.of(registration(row)) : Optional.empty();
        }
    }

    private static Registration registration(ResultSet row) throws SQLException {
        return new Registration(
                new Id(IdKind.REGISTRATION, row.getObject(1, UUID.class)),
                new Id(IdKind.ACCOUNT, row.getObject(2, UUID.class)),
                row.getString(3),
                new Id(IdKind.REGISTRY_ORDER, row.getObject(4, UUID.class)),
                row.getString(5),
                row.getInt(6),
                id(row, 7, IdKind.SITE),
                Registration.State.of(row.getString(8)),
                row.getString(9),
                OrderSql.instant(row, 11),
                OrderSql.instant(row, 12),
                row.getBoolean(10),
                Registration.Copied.of(row.getString(13)),
                OrderSql.instant(row, 14),
                row.getBoolean(15),
                row.getBoolean(16),
                row.getBoolean(17),
                row.getBoolean(18),
                id(row, 19, IdKind.REGISTRY_ORDER),
                OrderSql.instant(row, 20),
                OrderSql.instant(row, 21),
                OrderSql.instant(row, 22),
                row.getLong(23));
    }

    private static @Nullable Id id(ResultSet row, int column, IdKind kind) throws SQLException {
        UUID uuid = row.getObject(column, UUID.class);
        return uuid == null ? null : new Id(kind, uuid);
    }

    private static @Nullable UUID uuid(@Nullable Id id) {
        return id == null ? null : id.uuid();
    }
}
