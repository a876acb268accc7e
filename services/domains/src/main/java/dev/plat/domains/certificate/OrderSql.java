package dev.plat.domains.certificate;

import dev.plat.domains.schedule.Priority;
import dev.plat.router.core.Tx;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import java.net.URI;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code certificate_order}. Every change but the first two is made under the epoch, and
 * says whether it was: false means that another process has the order.
 */
final class OrderSql {

    private static final String COLUMNS =
            """
            order_id, name, wildcard, issuer, challenge, state, replaces, order_url, certificate_id,
            request, kid, sealed_key, failure, sentence, tries, epoch, due
            """;

    /** False when the name has an order in work. */
    boolean insert(Tx tx, OrderRow order, Turn turn) throws SQLException {
        String sql =
                """
                INSERT INTO certificate_order
                  (bucket, name, order_id, wildcard, issuer, challenge, state, replaces, due,
                   priority, counted, deadline)
                VALUES (?, ?, ?, ?, ?, ?, 'wanted', ?, now(), ?, ?, ?)
                ON CONFLICT (bucket, name) WHERE ended IS NULL DO NOTHING
                """;
        try (PreparedStatement insert = tx.connection().prepareStatement(sql)) {
            insert.setInt(1, tx.bucket().number());
            insert.setString(2, order.name());
            insert.setObject(3, order.order().uuid());
            insert.setBoolean(4, order.wildcard());
            insert.setString(5, order.issuer());
            insert.setString(6, order.challenge().text());
            Id replaces = order.replaces();
            insert.setObject(7, replaces == null ? null : replaces.uuid());
            insert.setString(8, text(turn.priority()));
            insert.setBoolean(9, turn.counted());
            insert.setTimestamp(10, Timestamp.from(turn.deadline()));
            return insert.executeUpdate() == 1;
        }
    }

    /** Takes the order for {@code lease}, if it is due and nobody has it. */
    Optional<OrderRow> claim(Tx tx, Id order, Duration lease) throws SQLException {
        String sql =
                """
                UPDATE certificate_order
                   SET epoch = epoch + 1, leased_until = now() + make_interval(secs => ?)
                 WHERE bucket = ? AND order_id = ? AND ended IS NULL
                   AND leased_until <= now() AND due <= now()
                RETURNING
                """;
        try (PreparedStatement claim = tx.connection().prepareStatement(sql + COLUMNS)) {
            claim.setDouble(1, seconds(lease));
            claim.setInt(2, tx.bucket().number());
            claim.setObject(3, order.uuid());
            return one(claim);
        }
    }

    Optional<OrderRow> find(Tx tx, Id order) throws SQLException {
        String sql = " FROM certificate_order WHERE bucket = ? AND order_id = ?";
        try (PreparedStatement find = tx.connection().prepareStatement("SELECT " + COLUMNS + sql)) {
            find.setInt(1, tx.bucket().number());
            find.setObject(2, order.uuid());
            return one(find);
        }
    }

    /** The name's orders, the newest first. */
    List<OrderRow> ofName(Tx tx, String name, int limit) throws SQLException {
        String sql =
                """
                 FROM certificate_order WHERE bucket = ? AND name = ?
                 ORDER BY created DESC, order_id DESC LIMIT ?
                """;
        try (PreparedStatement find = tx.connection().prepareStatement("SELECT " + COLUMNS + sql)) {
            find.setInt(1, tx.bucket().number());
            find.setString(2, name);
            find.setInt(3, limit);
            return all(find);
        }
    }

    /**
     * Of one shard, in a scatter: orders that somebody should take now, in their order of service.
     */
    List<DueOrder> due(Tx scatter, int limit) throws SQLException {
        String sql =
                """
                SELECT order_id, priority, counted, deadline, state = 'wanted'
                  FROM certificate_order
                 WHERE ended IS NULL AND due <= now() AND leased_until <= now()
                 ORDER BY state = 'wanted',
                          array_position(ARRAY['urgent', 'new', 'routine'], priority), deadline
                 LIMIT ?
                """;
        try (PreparedStatement find = scatter.connection().prepareStatement(sql)) {
            find.setInt(1, limit);
            List<DueOrder> due = new ArrayList<>();
            try (ResultSet row = find.executeQuery()) {
                while (row.next()) {
                    Turn turn =
                            new Turn(
                                    priority(row.getString(2)),
                                    row.getBoolean(3),
                                    row.getTimestamp(4).toInstant());
                    due.add(new DueOrder(order(row, 1), turn, row.getBoolean(5)));
                }
            }
            return due;
        }
    }

    /**
     * Takes the name's order from whoever works on it, to be tidied up: the name is not its
     * holder's any more. What was sealed for it is destroyed.
     */
    void cancel(Tx tx, String name, String sentence) throws SQLException {
        String sql =
                """
                UPDATE certificate_order
                   SET epoch = epoch + 1, leased_until = '-infinity', due = now(),
                       state = CASE state WHEN 'issued' THEN 'issued' ELSE 'failed' END,
                       failure = 'released', sentence = ?,
                       request = CASE state WHEN 'issued' THEN request END,
                       sealed_key = CASE state WHEN 'issued' THEN ''::bytea END
                 WHERE bucket = ? AND name = ? AND ended IS NULL
                """;
        try (PreparedStatement cancel = tx.connection().prepareStatement(sql)) {
            cancel.setString(1, sentence);
            cancel.setInt(2, tx.bucket().number());
            cancel.setString(3, name);
            cancel.executeUpdate();
        }
    }

    /** Goes on holding it, from now. */
    boolean renew(Tx tx, OrderRow order, Duration lease) throws SQLException {
        String sql =
                """
                UPDATE certificate_order SET leased_until = now() + make_interval(secs => ?)
                 WHERE bucket = ? AND order_id = ? AND epoch = ?
                """;
        try (PreparedStatement renew = tx.connection().prepareStatement(sql)) {
            renew.setDouble(1, seconds(lease));
            return under(renew, 2, tx, order);
        }
    }

    boolean advance(Tx tx, OrderRow order, OrderState state) throws SQLException {
        String sql =
                """
                UPDATE certificate_order
                   SET state = ?, ended = CASE ? WHEN 'done' THEN now() END
                 WHERE bucket = ? AND order_id = ? AND epoch = ?
                """;
        try (PreparedStatement advance = tx.connection().prepareStatement(sql)) {
            advance.setString(1, state.text());
            advance.setString(2, state.text());
            return under(advance, 3, tx, order);
        }
    }

    boolean ordered(Tx tx, OrderRow order, URI url) throws SQLException {
        String sql =
                """
                UPDATE certificate_order SET state = 'ordered', order_url = ?, tries = 0
                 WHERE bucket = ? AND order_id = ? AND epoch = ?
                """;
        try (PreparedStatement ordered = tx.connection().prepareStatement(sql)) {
            ordered.setString(1, url.toString());
            return under(ordered, 2, tx, order);
        }
    }

    boolean keyed(Tx tx, OrderRow order, Id certificate, byte[] request, String kid, byte[] sealed)
            throws SQLException {
        String sql =
                """
                UPDATE certificate_order
                   SET state = 'keyed', certificate_id = ?, request = ?, kid = ?, sealed_key = ?,
                       tries = 0
                 WHERE bucket = ? AND order_id = ? AND epoch = ?
                """;
        try (PreparedStatement keyed = tx.connection().prepareStatement(sql)) {
            keyed.setObject(1, certificate.uuid());
            keyed.setBytes(2, request);
            keyed.setString(3, kid);
            keyed.setBytes(4, sealed);
            return under(keyed, 5, tx, order);
        }
    }

    boolean failed(Tx tx, OrderRow order, FailureClass failure, String sentence)
            throws SQLException {
        String sql =
                """
                UPDATE certificate_order SET state = 'failed', failure = ?, sentence = ?
                 WHERE bucket = ? AND order_id = ? AND epoch = ?
                """;
        try (PreparedStatement failed = tx.connection().prepareStatement(sql)) {
            failed.setString(1, failure.text());
            failed.setString(2, sentence);
            return under(failed, 3, tx, order);
        }
    }

    /** Lets it go until {@code wait} has passed. */
    boolean postpone(Tx tx, OrderRow order, FailureClass failure, String sentence, Duration wait)
            throws SQLException {
        String sql =
                """
                UPDATE certificate_order
                   SET due = now() + make_interval(secs => ?), leased_until = '-infinity',
                       tries = tries + 1, failure = ?, sentence = ?
                 WHERE bucket = ? AND order_id = ? AND epoch = ?
                """;
        try (PreparedStatement postpone = tx.connection().prepareStatement(sql)) {
            postpone.setDouble(1, seconds(wait));
            postpone.setString(2, failure.text());
            postpone.setString(3, sentence);
            return under(postpone, 4, tx, order);
        }
    }

    /** The same for an order whose outcome stands. */
    boolean postpone(Tx tx, OrderRow order, Duration wait) throws SQLException {
        String sql =
                """
                UPDATE certificate_order
                   SET due = now() + make_interval(secs => ?), leased_until = '-infinity',
                       tries = tries + 1
                 WHERE bucket = ? AND order_id = ? AND epoch = ?
                """;
        try (PreparedStatement postpone = tx.connection().prepareStatement(sql)) {
            postpone.setDouble(1, seconds(wait));
            return under(postpone, 2, tx, order);
        }
    }

    private static boolean under(PreparedStatement statement, int from, Tx tx, OrderRow order)
            throws SQLException {
        statement.setInt(from, tx.bucket().number());
        statement.setObject(from + 1, order.order().uuid());
        statement.setLong(from + 2, order.epoch());
        return statement.executeUpdate() == 1;
    }

    private static Optional<OrderRow> one(PreparedStatement statement) throws SQLException {
        return all(statement).stream().findFirst();
    }

    private static List<OrderRow> all(PreparedStatement statement) throws SQLException {
        List<OrderRow> rows = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                rows.add(row(row));
            }
        }
        return rows;
    }

    private static OrderRow row(ResultSet row) throws SQLException {
        String url = row.getString(8);
        return new OrderRow(
                order(row, 1),
                row.getString(2),
                row.getBoolean(3),
                row.getString(4),
                ChallengeKind.parse(row.getString(5)),
                OrderState.parse(row.getString(6)),
                certificate(row, 7),
                url == null ? null : URI.create(url),
                certificate(row, 9),
                row.getBytes(10),
                row.getString(11),
                row.getBytes(12),
                row.getString(13),
                row.getString(14),
                row.getInt(15),
                row.getLong(16),
                row.getTimestamp(17).toInstant());
    }

    private static String text(Priority priority) {
        return priority.name().toLowerCase(Locale.ROOT);
    }

    private static Priority priority(String text) {
        return Priority.valueOf(text.toUpperCase(Locale.ROOT));
    }

    private static Id order(ResultSet row, int column) throws SQLException {
        return new Id(IdKind.CERTIFICATE_ORDER, row.getObject(column, UUID.class));
    }

    private static @Nullable Id certificate(ResultSet row, int column) throws SQLException {
        UUID uuid = row.getObject(column, UUID.class);
        return uuid == null ? null : new Id(IdKind.CERTIFICATE, uuid);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
