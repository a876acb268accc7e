package dev.plat.ops.chaos.writer;

import dev.plat.router.core.Router;
import dev.plat.router.core.Tx;
import dev.plat.schemas.Bucket;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * What a writer does in a database: one new row for each write, and a count for each bucket raised
 * by one in the same transaction. A lost write lacks its row, a doubled one is refused by the row's
 * key, and a write that was half lost shows in the count. Two tables that every database tier has
 * serve for it.
 *
 * <p>Threads: safe.
 */
final class Ledger {

    private static final String INSERT =
            "INSERT INTO idempotency (bucket, key, request_sha256) VALUES (?, ?, ''::bytea)";
    private static final String COUNT =
            """
            INSERT INTO audit_head AS h (bucket, seq, hash) VALUES (?, 1, ''::bytea)
            ON CONFLICT (bucket) DO UPDATE SET seq = h.seq + 1\
            """;
    private static final String FIND = "SELECT 1 FROM idempotency WHERE bucket = ? AND key = ?";

    private final Router router;

    Ledger(Router router) {
        this.router = router;
    }

    void write(Bucket bucket, String key) {
        router.write(
                bucket,
                tx -> {
                    insert(tx, bucket, key);
                    return count(tx, bucket);
                });
    }

    boolean holds(Bucket bucket, String key) {
        return router.read(
                bucket,
                tx -> {
                    try (PreparedStatement select = tx.connection().prepareStatement(FIND)) {
                        select.setShort(1, (short) bucket.number());
                        select.setString(2, key);
                        try (ResultSet row = select.executeQuery()) {
                            return row.next();
                        }
                    }
                });
    }

    private static int insert(Tx tx, Bucket bucket, String key) throws SQLException {
        try (PreparedStatement insert = tx.connection().prepareStatement(INSERT)) {
            insert.setShort(1, (short) bucket.number());
            insert.setString(2, key);
            return insert.executeUpdate();
        }
    }

    private static int count(Tx tx, Bucket bucket) throws SQLException {
        try (PreparedStatement count = tx.connection().prepareStatement(COUNT)) {
            count.setShort(1, (short) bucket.number());
            return count.executeUpdate();
        }
    }
}
