package dev.plat.ops.sandbox.card.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The statements of {@code card.delivery}: which event has still to go where. */
public final class Deliveries {

    /**
     * One event on its way to one endpoint.
     *
     * @param played whether a fault was played on it already
     */
    public record Delivery(
            String event, String endpoint, Instant first, int tries, boolean played) {}

    private final Connection connection;
    private final Instant now;

    Deliveries(Connection connection, Instant now) {
        this.connection = connection;
        this.now = now;
    }

    /** To every endpoint that wants events of its type. */
    void order(Item event) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        """
                        INSERT INTO card.delivery (event, endpoint, first, due)
                        SELECT ?, id, ?, ? FROM card.object
                        WHERE kind = 'webhook_endpoint' AND body ->> 'status' = 'enabled'
                          AND (jsonb_exists(body -> 'enabled_events', '*')
                            OR jsonb_exists(body -> 'enabled_events', ?))
                        ON CONFLICT DO NOTHING
                        """)) {
            insert.setString(1, event.id());
            insert.setTimestamp(2, Timestamp.from(now));
            insert.setTimestamp(3, Timestamp.from(now));
            insert.setString(4, event.text("type"));
            insert.executeUpdate();
        }
    }

    /** Those that are due, the oldest first. */
    public List<Delivery> due(int limit) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement(
                        """
                        SELECT d.event, d.endpoint, d.first, d.tries, d.played
                        FROM card.delivery d JOIN card.object o ON o.id = d.event
                        WHERE d.due <= ? ORDER BY d.due, o.seq LIMIT ?
                        """)) {
            select.setTimestamp(1, Timestamp.from(now));
            select.setInt(2, limit);
            List<Delivery> due = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    due.add(
                            new Delivery(
                                    row.getString(1),
                                    row.getString(2),
                                    row.getTimestamp(3).toInstant(),
                                    row.getInt(4),
                                    row.getBoolean(5)));
                }
            }
            return due;
        }
    }

    /**
     * What became of a try.
     *
     * @param next when to try again; empty when this was the last
     */
    public void tried(Delivery delivery, String state, Optional<Instant> next, boolean played)
            throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement(
                        """
                        UPDATE card.delivery SET state = ?, due = ?, tries = ?, played = ?
                        WHERE event = ? AND endpoint = ?
                        """)) {
            update.setString(1, state);
            update.setTimestamp(2, next.map(Timestamp::from).orElse(null));
            update.setInt(3, delivery.tries());
            update.setBoolean(4, played);
            update.setString(5, delivery.event());
            update.setString(6, delivery.endpoint());
            update.executeUpdate();
        }
    }

    /**
     * Once more from the first, to every endpoint there is now.
     *
     * @param event only this one, or all
     * @return how many
     */
    public int replay(Optional<String> event) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        """
                        INSERT INTO card.delivery (event, endpoint, first, due, played)
                        SELECT e.id, w.id, ?, ?, true
                        FROM card.object e JOIN card.object w ON w.kind = 'webhook_endpoint'
                        WHERE e.kind = 'event' AND (?::text IS NULL OR e.id = ?)
                          AND (jsonb_exists(w.body -> 'enabled_events', '*')
                            OR jsonb_exists(w.body -> 'enabled_events', e.body ->> 'type'))
                        ON CONFLICT (event, endpoint) DO UPDATE
                        SET first = excluded.first, due = excluded.due, tries = 0, played = true,
                            state = 'waiting'
                        """)) {
            insert.setTimestamp(1, Timestamp.from(now));
            insert.setTimestamp(2, Timestamp.from(now));
            insert.setString(3, event.orElse(null));
            insert.setString(4, event.orElse(null));
            return insert.executeUpdate();
        }
    }
}
