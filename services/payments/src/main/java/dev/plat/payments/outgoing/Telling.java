package dev.plat.payments.outgoing;

import dev.plat.payments.money.Money;
import dev.plat.router.core.Tx;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.TreeMap;

/**
 * Writes events into the transaction of what they tell: a row for each endpoint of the account that
 * wants it, with the next number of that endpoint. Where nobody listens it is one look by a key.
 *
 * <p>Threads: safe.
 */
public final class Telling {

    /** The account's endpoints are locked until the commit, so tell late. */
    public void tell(Tx tx, Event event) throws SQLException {
        String sql =
                """
                WITH listening AS (
                  UPDATE webhook_endpoint SET sequence = sequence + 1
                   WHERE bucket = ? AND account_id = ? AND state = 'enabled' AND (types = '{}' OR ? = ANY (types))
                  RETURNING endpoint_id, sequence)
                INSERT INTO webhook_delivery (bucket, endpoint_id, event_id, sequence, type, body, told, tries, due)
                SELECT ?, endpoint_id, ?, sequence, ?,
                       jsonb_build_object('id', ?::text, 'type', ?::text, 'timestamp', ?::text, 'account', ?::text,
                         'sequence', sequence, 'data', jsonb_object(?::text[], ?::text[])
                           || CASE WHEN ?::text IS NULL THEN '{}'
                                   ELSE jsonb_build_object('total', jsonb_build_object('amount', ?::bigint,
                                                                                       'currency', ?::text)) END),
                       ?, 0, ?
                  FROM listening
                ON CONFLICT (bucket, endpoint_id, event_id) DO NOTHING\
                """;
        TreeMap<String, String> data = new TreeMap<>(event.data());
        Money total = event.total().orElse(null);
        String currency = total == null ? null : total.currency().code();
        try (PreparedStatement insert = tx.connection().prepareStatement(sql)) {
            insert.setShort(1, (short) tx.bucket().number());
            insert.setObject(2, event.account().uuid());
            insert.setString(3, event.type().text());
            insert.setShort(4, (short) tx.bucket().number());
            insert.setObject(5, event.id().uuid());
            insert.setString(6, event.type().text());
            insert.setString(7, event.id().toString());
            insert.setString(8, event.type().text());
            insert.setString(9, event.at().toString());
            insert.setString(10, event.account().toString());
            insert.setArray(11, tx.connection().createArrayOf("text", data.keySet().toArray()));
            insert.setArray(12, tx.connection().createArrayOf("text", data.values().toArray()));
            insert.setString(13, currency);
            insert.setLong(14, total == null ? 0 : total.minor());
            insert.setString(15, currency);
            insert.setObject(16, event.at().atOffset(ZoneOffset.UTC));
            insert.setObject(17, event.at().atOffset(ZoneOffset.UTC));
            insert.executeUpdate();
        }
    }
}
