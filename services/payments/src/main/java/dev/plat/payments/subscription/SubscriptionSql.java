package dev.plat.payments.subscription;

import dev.plat.payments.catalogue.Interval;
import dev.plat.router.core.Tx;
import dev.plat.schemas.Currency;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The tables {@code subscription} and {@code subscription_order}. */
public final class SubscriptionSql {

    private static final String SELECT =
            """
            SELECT subscription_id, account_id, state, plan, price, currency, anchor, every, zone, period, next_price,
                   ending, started, due
              FROM subscription WHERE bucket = ? AND\
            """;

    /** What an order's line has led to. */
    record Ordered(Optional<Id> subscription, boolean ended) {}

    /** When what is due. */
    public record Due(Id id, Instant at) {}

    /** Answers whether it was kept, which it is not while the account has another that lives. */
    public boolean insert(Tx tx, Subscription it) throws SQLException {
        String sql =
                """
                INSERT INTO subscription (state, plan, price, anchor, every, period, next_price, ending, due, bucket,
                                          subscription_id, account_id, currency, zone, started)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING\
                """;
        try (PreparedStatement insert = tx.connection().prepareStatement(sql)) {
            bind(tx, insert, it);
            insert.setObject(12, it.account().uuid());
            insert.setString(13, it.currency().code());
            insert.setString(14, it.zone().getId());
            insert.setObject(15, time(it.started()));
            return insert.executeUpdate() == 1;
        }
    }

    public void update(Tx tx, Subscription it) throws SQLException {
        String sql =
                """
                UPDATE subscription SET state = ?, plan = ?, price = ?, anchor = ?, every = ?, period = ?,
                       next_price = ?, ending = ?, due = ?
                 WHERE bucket = ? AND subscription_id = ?\
                """;
        try (PreparedStatement update = tx.connection().prepareStatement(sql)) {
            bind(tx, update, it);
            update.executeUpdate();
        }
    }

    private static void bind(Tx tx, PreparedStatement statement, Subscription it)
            throws SQLException {
        statement.setString(1, it.state().text());
        statement.setString(2, it.plan());
        statement.setString(3, it.price());
        statement.setObject(4, it.anchor());
        statement.setString(5, it.every().name().toLowerCase(Locale.ROOT));
        statement.setInt(6, it.period());
        statement.setString(7, it.nextPrice());
        statement.setBoolean(8, it.ending());
        statement.setObject(9, time(it.due()));
        statement.setShort(10, (short) tx.bucket().number());
        statement.setObject(11, it.id().uuid());
    }

    /** So it goes on when the change that is being paid is made; there may be none. */
    void endsChanged(Tx tx, Id subscription, boolean ending) throws SQLException {
        String sql =
                "UPDATE subscription_change SET ending = ? WHERE bucket = ? AND subscription_id = ?";
        try (PreparedStatement update = tx.connection().prepareStatement(sql)) {
            update.setBoolean(1, ending);
            update.setShort(2, (short) tx.bucket().number());
            update.setObject(3, subscription.uuid());
            update.executeUpdate();
        }
    }

    /** Its row is the lock of all that belongs to it. */
    public Optional<Subscription> find(Tx tx, Id id, boolean lock) throws SQLException {
        String sql = SELECT + " subscription_id = ?" + (lock ? " FOR UPDATE" : "");
        return list(tx, sql, id).stream().findFirst();
    }

    /** The newest first. */
    public List<Subscription> of(Tx tx, Id account) throws SQLException {
        return list(tx, SELECT + " account_id = ? ORDER BY started DESC LIMIT 100", account);
    }

    private static List<Subscription> list(Tx tx, String sql, Id key) throws SQLException {
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setShort(1, (short) tx.bucket().number());
            select.setObject(2, key.uuid());
            List<Subscription> found = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    found.add(subscription(row));
                }
            }
            return found;
        }
    }

    private static Subscription subscription(ResultSet row) throws SQLException {
        return new Subscription(
                new Id(IdKind.SUBSCRIPTION, row.getObject("subscription_id", UUID.class)),
                new Id(IdKind.ACCOUNT, row.getObject("account_id", UUID.class)),
                SubscriptionState.of(row.getString("state")),
                row.getString("plan"),
                row.getString("price"),
                Currency.of(row.getString("currency")),
                row.getObject("anchor", LocalDate.class),
                Interval.valueOf(row.getString("every").toUpperCase(Locale.ROOT)),
                ZoneId.of(row.getString("zone")),
                row.getInt("period"),
                row.getString("next_price"),
                row.getBoolean("ending"),
                row.getObject("started", OffsetDateTime.class).toInstant(),
                instant(row.getObject("due", OffsetDateTime.class)));
    }

    /** What a line of an order has led to; keeps the answer from changing until the commit. */
    Optional<Ordered> ordered(Tx tx, Id order, int line) throws SQLException {
        String sql =
                """
                SELECT subscription_id, ended FROM subscription_order
                 WHERE bucket = ? AND order_id = ? AND line = ? FOR UPDATE\
                """;
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setShort(1, (short) tx.bucket().number());
            select.setObject(2, order.uuid());
            select.setInt(3, line);
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(
                                new Ordered(
                                        subscription(row.getObject(1, UUID.class)),
                                        row.getBoolean(2)))
                        : Optional.empty();
            }
        }
    }

    private static Optional<Id> subscription(@Nullable UUID uuid) {
        return Optional.ofNullable(uuid).map(it -> new Id(IdKind.SUBSCRIPTION, it));
    }

    /** Whoever keeps the same line at the same time waits here, and then finds it kept. */
    boolean keepOrder(Tx tx, Id order, int line, @Nullable Id subscription) throws SQLException {
        String sql =
                """
                INSERT INTO subscription_order (bucket, order_id, line, subscription_id, ended)
                VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING\
                """;
        try (PreparedStatement insert = tx.connection().prepareStatement(sql)) {
            insert.setShort(1, (short) tx.bucket().number());
            insert.setObject(2, order.uuid());
            insert.setInt(3, line);
            insert.setObject(4, subscription == null ? null : subscription.uuid());
            insert.setBoolean(5, subscription == null);
            return insert.executeUpdate() == 1;
        }
    }

    void endOrder(Tx tx, Id order, int line) throws SQLException {
        String sql =
                "UPDATE subscription_order SET ended = true WHERE bucket = ? AND order_id = ? AND line = ?";
        try (PreparedStatement update = tx.connection().prepareStatement(sql)) {
            update.setShort(1, (short) tx.bucket().number());
            update.setObject(2, order.uuid());
            update.setInt(3, line);
            update.executeUpdate();
        }
    }

    /** The one that is not over. */
    public Optional<Subscription> live(Tx tx, Id account) throws SQLException {
        return list(tx, SELECT + " account_id = ? AND state <> 'cancelled'", account).stream()
                .findFirst();
    }

    /** Over all buckets of one shard. */
    public List<Due> due(Tx tx, Instant now, int limit) throws SQLException {
        String sql =
                "SELECT subscription_id, due FROM subscription WHERE due <= ? ORDER BY due LIMIT ?";
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setObject(1, time(now));
            select.setInt(2, limit);
            List<Due> due = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    due.add(
                            new Due(
                                    new Id(IdKind.SUBSCRIPTION, row.getObject(1, UUID.class)),
                                    row.getObject(2, OffsetDateTime.class).toInstant()));
                }
            }
            return due;
        }
    }

    private static @Nullable OffsetDateTime time(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
