package dev.plat.ops.sandbox.card.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/**
 * One transaction. Reads go to the database, with what this change made already in sight; writes
 * are collected and done last, under one lock, so that numbers become visible in their order and
 * whoever follows a list by its cursor misses nothing.
 *
 * <p>Locks are taken in one order: session, intent, then whatever hangs on the intent.
 *
 * <p>Threads: for one.
 */
public final class Change {

    private final Connection connection;
    private final Instant now;
    private final Ids ids;
    private final Map<String, Item> seen = new HashMap<>();
    private final SequencedMap<String, Item> put = new LinkedHashMap<>();
    private final SequencedSet<String> removed = new LinkedHashSet<>();
    private final List<Movement> movements = new ArrayList<>();
    private @Nullable Answered answered;

    Change(Connection connection, Instant now, Ids ids) {
        this.connection = connection;
        this.now = now;
        this.ids = ids;
    }

    /** The turned time at which it began; it stands still within a change. */
    public Instant now() {
        return now;
    }

    public String id(String prefix) {
        return ids.next(prefix);
    }

    /** A new one, with what each object has; it is kept with the change. */
    public Item make(String prefix, String kind) {
        return make(id(prefix), prefix, kind);
    }

    private Item make(String id, String prefix, String kind) {
        ObjectNode body = Json.object();
        body.put("id", id);
        body.put("object", kind);
        if (!prefix.equals("re") && !prefix.equals("txn")) {
            body.put("livemode", false);
        }
        body.put("created", now.getEpochSecond());
        Item item = new Item(id, kind, body, Json.object(), Optional.empty());
        seen.put(id, item);
        put(item);
        return item;
    }

    public void put(Item item) {
        put.put(item.id(), item);
    }

    public void remove(Item item) {
        put.remove(item.id());
        removed.add(item.id());
    }

    public void moved(Movement movement) {
        movements.add(movement);
    }

    /** What will be told when the key comes again. */
    public void answered(Answered answer) {
        answered = answer;
    }

    /** Of any kind. */
    public Optional<Item> find(String id) throws SQLException {
        Item known = seen.get(id);
        return known != null ? Optional.of(known) : read(ObjectTable.FIND, id);
    }

    /** Nobody else changes it until this change ends. */
    public Optional<Item> lock(String kind, String id) throws SQLException {
        Optional<Item> item = put.containsKey(id) ? find(id) : read(ObjectTable.LOCK, id);
        return item.filter(found -> found.kind().equals(kind));
    }

    private Optional<Item> read(String sql, String id) throws SQLException {
        Optional<Item> item = ObjectTable.one(connection, sql, id);
        item.ifPresent(found -> seen.put(id, found));
        return item;
    }

    /** One more than the limit when there are more. */
    public List<Item> list(Filter filter) throws SQLException {
        return ObjectTable.list(connection, filter);
    }

    /** The ids of what time has made something of, the oldest first. */
    public List<String> due(int limit) throws SQLException {
        return ObjectTable.due(connection, now, limit);
    }

    /** What was answered under a key since {@code since}. */
    public Optional<Answered> answer(String key, Instant since) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement(
                        """
                        SELECT digest, request, status, body FROM card.answered
                        WHERE key = ? AND at > ?
                        """)) {
            select.setString(1, key);
            select.setTimestamp(2, Timestamp.from(since));
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(
                                new Answered(
                                        key,
                                        row.getString(1),
                                        row.getString(2),
                                        row.getInt(3),
                                        row.getString(4)))
                        : Optional.empty();
            }
        }
    }

    /** Of all answers given until then. */
    public void forgetAnswers(Instant until) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM card.answered WHERE at <= ?")) {
            delete.setTimestamp(1, Timestamp.from(until));
            delete.executeUpdate();
        }
    }

    /** What money did after the movement of that number, in order. */
    public List<ObjectNode> movements(long after, int limit) throws SQLException {
        return MovementTable.after(connection, after, limit);
    }

    /** What the provider owes the shop, by currency; until {@code until} what has settled. */
    public Map<String, Long> balances(Instant until) throws SQLException {
        return MovementTable.balances(connection, until);
    }

    public Deliveries deliveries() {
        return new Deliveries(connection, now);
    }

    void turned(Duration by) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement(
                        "UPDATE card.clock SET ahead_millis = ahead_millis + ?")) {
            update.setLong(1, by.toMillis());
            update.executeUpdate();
        }
    }

    void write() throws SQLException {
        if (put.isEmpty() && removed.isEmpty() && answered == null) {
            return;
        }
        try (PreparedStatement lock =
                connection.prepareStatement("SELECT pg_advisory_xact_lock(?)")) {
            lock.setLong(1, Tables.ORDER_LOCK);
            lock.execute();
        }
        for (Item item : put.values()) {
            ObjectTable.put(connection, item);
            if (item.kind().equals("event")) {
                deliveries().order(item);
            }
        }
        for (String id : removed) {
            ObjectTable.remove(connection, id);
        }
        for (Movement movement : movements) {
            MovementTable.add(connection, now, movement);
        }
        if (answered != null) {
            keep(answered);
        }
    }

    private void keep(Answered answer) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        """
                        INSERT INTO card.answered (key, digest, request, status, body, at)
                        VALUES (?, ?, ?, ?, ?, ?)
                        ON CONFLICT (key) DO UPDATE SET digest = excluded.digest,
                            request = excluded.request, status = excluded.status,
                            body = excluded.body, at = excluded.at
                        """)) {
            insert.setString(1, answer.key());
            insert.setString(2, answer.digest());
            insert.setString(3, answer.request());
            insert.setInt(4, answer.status());
            insert.setString(5, answer.body());
            insert.setTimestamp(6, Timestamp.from(now));
            insert.executeUpdate();
        }
    }
}
