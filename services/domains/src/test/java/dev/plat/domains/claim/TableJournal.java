package dev.plat.domains.claim;

import dev.plat.chassis.outbox.OutboxConsumer;
import dev.plat.router.core.Deadline;
import dev.plat.router.core.Router;
import dev.plat.router.core.Tx;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.PlatException;
import io.micronaut.core.type.Argument;
import io.micronaut.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The real outbox table, delivered when the test says so; the audit log's entries are kept here.
 */
final class TableJournal implements Journal {

    private final Router router;
    private final IdGenerator ids;
    private final JsonMapper json = JsonMapper.createDefault();
    final List<String> audit = new CopyOnWriteArrayList<>();

    private record Row(Bucket bucket, UUID id, String topic, String payload) {}

    TableJournal(Router router, IdGenerator ids) {
        this.router = router;
        this.ids = ids;
    }

    @Override
    public void tell(Tx tx, String topic, Map<String, Object> payload) throws SQLException {
        String sql = "INSERT INTO outbox (bucket, id, topic, payload) VALUES (?, ?, ?, ?::jsonb)";
        try (PreparedStatement insert = tx.connection().prepareStatement(sql)) {
            insert.setInt(1, tx.bucket().number());
            insert.setObject(2, ids.next(IdKind.EVENT, tx.bucket()).uuid());
            insert.setString(3, topic);
            insert.setString(
                    4, new String(json.writeValueAsBytes(payload), StandardCharsets.UTF_8));
            insert.executeUpdate();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void record(Tx tx, Id actor, String action, Id subject, Map<String, Object> facts) {
        tx.afterCommit(() -> audit.add(action + " " + facts.get("name")));
    }

    /** Hands every event to its consumer; one that fails stays. */
    int deliver(OutboxConsumer... consumers) {
        List<Row> rows = rows();
        int done = 0;
        for (Row row : rows) {
            for (OutboxConsumer consumer : consumers) {
                if (consumer.topic().equals(row.topic)) {
                    done += deliver(consumer, row) ? 1 : 0;
                }
            }
        }
        return done;
    }

    private boolean deliver(OutboxConsumer consumer, Row row) {
        try {
            consumer.accept(
                    row.bucket,
                    json.readValue(
                            row.payload.getBytes(StandardCharsets.UTF_8),
                            Argument.mapOf(String.class, Object.class)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (PlatException _) {
            return false; // It stays, and comes again.
        }
        return router.write(row.bucket, tx -> delete(tx, row));
    }

    private List<Row> rows() {
        return router
                .scatter(Deadline.in(Duration.ofSeconds(20)), TableJournal::select)
                .parts()
                .stream()
                .flatMap(List::stream)
                .toList();
    }

    private static List<Row> select(Tx tx) throws SQLException {
        String sql = "SELECT bucket, id, topic, payload::text FROM outbox ORDER BY created";
        try (PreparedStatement select = tx.connection().prepareStatement(sql);
                ResultSet row = select.executeQuery()) {
            List<Row> rows = new ArrayList<>();
            while (row.next()) {
                rows.add(
                        new Row(
                                new Bucket(row.getInt(1)),
                                row.getObject(2, UUID.class),
                                row.getString(3),
                                row.getString(4)));
            }
            return rows;
        }
    }

    private static boolean delete(Tx tx, Row row) throws SQLException {
        String sql = "DELETE FROM outbox WHERE bucket = ? AND id = ?";
        try (PreparedStatement delete = tx.connection().prepareStatement(sql)) {
            delete.setInt(1, row.bucket.number());
            delete.setObject(2, row.id);
            return delete.executeUpdate() == 1;
        }
    }
}
