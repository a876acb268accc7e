package dev.plat.chassis.audit;

import dev.plat.router.core.Tx;
import dev.plat.schemas.Id;
import io.micronaut.json.JsonMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;

/**
 * The audit log of what people change: one row in the changing transaction, chained by hash. There
 * is one chain for each bucket and tier, because buckets move and shards do not stay. The head row
 * is locked from here to the commit, so write the entry last.
 */
@Singleton
public final class Audit {

    private final JsonMapper json;
    private final InstantSource clock;

    public Audit(JsonMapper json, InstantSource clock) {
        this.json = json;
        this.clock = clock;
    }

    /**
     * Adds an entry: {@code hash = SHA-256(previous hash ‖ canonical entry)}.
     *
     * @param actor the account that did it
     * @param action a verb in the past with its noun: {@code site.created}
     * @param subject id of what it was done to
     * @param facts small, JSON-like, never a secret
     */
    public void record(Tx tx, Id actor, String action, Id subject, Map<String, Object> facts)
            throws SQLException {
        record(tx, actor.toString(), action, subject.toString(), facts);
    }

    /**
     * The same of what has no id here.
     *
     * @param actor {@code operator:anna}
     * @param subject by the name that somebody else gave it
     */
    public void record(
            Tx tx, String actor, String action, String subject, Map<String, Object> facts)
            throws SQLException {
        short bucket = (short) tx.bucket().number();
        Head head = lockHead(tx.connection(), bucket);
        long seq = head.seq + 1;
        long atMillis = clock.millis();
        byte[] hash = hash(head.hash, canonical(seq, atMillis, actor, action, subject, facts));
        String sql =
                """
                WITH entry AS (
                  INSERT INTO audit_entry (bucket, seq, at_millis, actor, action, subject, facts, prev, hash)
                  VALUES (?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?) RETURNING bucket, seq, hash)
                UPDATE audit_head h SET seq = entry.seq, hash = entry.hash FROM entry WHERE h.bucket = entry.bucket\
                """;
        try (PreparedStatement insert = tx.connection().prepareStatement(sql)) {
            insert.setShort(1, bucket);
            insert.setLong(2, seq);
            insert.setLong(3, atMillis);
            insert.setString(4, actor);
            insert.setString(5, action);
            insert.setString(6, subject);
            insert.setString(7, new String(bytes(new TreeMap<>(facts)), StandardCharsets.UTF_8));
            insert.setBytes(8, head.hash);
            insert.setBytes(9, hash);
            insert.executeUpdate();
        }
    }

    private static Head lockHead(Connection connection, short bucket) throws SQLException {
        String sql =
                """
                INSERT INTO audit_head (bucket, seq, hash) VALUES (?, 0, ''::bytea)
                ON CONFLICT (bucket) DO UPDATE SET seq = audit_head.seq RETURNING seq, hash\
                """;
        try (PreparedStatement lock = connection.prepareStatement(sql)) {
            lock.setShort(1, bucket);
            try (ResultSet row = lock.executeQuery()) {
                row.next();
                return new Head(row.getLong(1), row.getBytes(2));
            }
        }
    }

    /**
     * Fields in the order of the columns, length before each, so that no two entries share a form.
     */
    private byte[] canonical(
            long seq,
            long atMillis,
            String actor,
            String action,
            String subject,
            Map<String, Object> facts) {
        StringBuilder text = new StringBuilder();
        String body = new String(bytes(new TreeMap<>(facts)), StandardCharsets.UTF_8);
        for (Object field : new Object[] {seq, atMillis, actor, action, subject, body}) {
            String value = String.valueOf(field);
            text.append(value.length()).append(':').append(value);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private byte[] bytes(Map<String, Object> facts) {
        try {
            return json.writeValueAsBytes(facts);
        } catch (IOException e) {
            throw new IllegalArgumentException("the facts do not become JSON", e);
        }
    }

    private static byte[] hash(byte[] previous, byte[] entry) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(previous);
            return digest.digest(entry);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared, lives for one call
    private record Head(long seq, byte[] hash) {}
}
