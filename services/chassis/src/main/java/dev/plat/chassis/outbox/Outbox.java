package dev.plat.chassis.outbox;

import dev.plat.router.core.Tx;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.IdKind;
import io.micronaut.json.JsonMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;

/**
 * Writes events into the changing transaction; {@link OutboxDispatcher} delivers them after the
 * commit.
 */
@Singleton
public final class Outbox {

    private final IdGenerator ids;
    private final JsonMapper json;
    private final OutboxDispatcher dispatcher;

    Outbox(IdGenerator ids, JsonMapper json, OutboxDispatcher dispatcher) {
        this.ids = ids;
        this.json = json;
        this.dispatcher = dispatcher;
    }

    /**
     * Adds one event.
     *
     * @param topic names the {@link OutboxConsumer}
     * @param payload small, JSON-like
     */
    public void add(Tx tx, String topic, Map<String, Object> payload) throws SQLException {
        String sql = "INSERT INTO outbox (bucket, id, topic, payload) VALUES (?, ?, ?, ?::jsonb)";
        try (PreparedStatement insert = tx.connection().prepareStatement(sql)) {
            insert.setShort(1, (short) tx.bucket().number());
            insert.setObject(2, ids.next(IdKind.EVENT, tx.bucket()).uuid());
            insert.setString(3, topic);
            insert.setString(
                    4, new String(json.writeValueAsBytes(payload), StandardCharsets.UTF_8));
            insert.executeUpdate();
        } catch (IOException e) {
            throw new IllegalArgumentException("the payload does not become JSON", e);
        }
        tx.afterCommit(() -> dispatcher.nudge(tx.bucket()));
    }
}
