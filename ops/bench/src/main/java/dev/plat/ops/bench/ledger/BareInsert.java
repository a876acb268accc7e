package dev.plat.ops.bench.ledger;

import dev.plat.router.core.Router;
import dev.plat.schemas.Bucket;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;

/**
 * The same rows into tables of the same columns and indexes, without a rule, a balance or a hash,
 * in one statement, over the same router: what PostgreSQL takes at least.
 */
final class BareInsert implements Writing {

    static final List<String> TABLES =
            List.of(
                    "CREATE TABLE bare_journal (LIKE journal INCLUDING INDEXES)",
                    "CREATE TABLE bare_entry (LIKE entry INCLUDING INDEXES)",
                    "SELECT plat.protect('bare_journal')",
                    "SELECT plat.protect('bare_entry')");
    private static final String INSERT =
            """
            WITH j AS (
              INSERT INTO bare_journal (bucket, seq, tx_key, kind, occurred_at, recorded_at, reverses, lines, hash)
              SELECT ?, n, 'attempt-' || n || ':capture', 'capture', ?, now(), NULL, 2, ? FROM unnest(?) n)
            INSERT INTO bare_entry (bucket, account_id, version, seq, line, amount, prev, next)
            SELECT ?, l.account, l.n, l.n, l.line, l.amount, 0, l.amount
              FROM unnest(?, ?, ?, ?) l (account, n, line, amount)\
            """;
    private static final OffsetDateTime OCCURRED = OffsetDateTime.parse("2026-11-22T12:00:00Z");

    private final Router router;

    BareInsert(Router router) {
        this.router = router;
    }

    @Override
    public String name() {
        return "bare insert";
    }

    @Override
    public void write(Bucket bucket, List<Draft> drafts) {
        router.write(
                bucket,
                tx -> {
                    insert(tx.connection(), (short) bucket.number(), drafts);
                    return true;
                });
    }

    private static void insert(Connection connection, short bucket, List<Draft> drafts)
            throws SQLException {
        int lines = 2 * drafts.size();
        Long[] journals = new Long[drafts.size()];
        Integer[] accounts = new Integer[lines];
        Long[] numbers = new Long[lines];
        Integer[] line = new Integer[lines];
        Long[] amounts = new Long[lines];
        for (int i = 0; i < drafts.size(); i++) {
            Draft draft = drafts.get(i);
            journals[i] = draft.number();
            for (int side = 0; side < 2; side++) {
                int at = 2 * i + side;
                accounts[at] = side == 0 ? 1 : 2 + draft.payer();
                numbers[at] = draft.number();
                line[at] = side + 1;
                amounts[at] = side == 0 ? draft.amount() : -draft.amount();
            }
        }
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setShort(1, bucket);
            insert.setObject(2, OCCURRED);
            insert.setBytes(3, new byte[32]);
            insert.setArray(4, connection.createArrayOf("int8", journals));
            insert.setShort(5, bucket);
            insert.setArray(6, connection.createArrayOf("int4", accounts));
            insert.setArray(7, connection.createArrayOf("int8", numbers));
            insert.setArray(8, connection.createArrayOf("int4", line));
            insert.setArray(9, connection.createArrayOf("int8", amounts));
            insert.executeUpdate();
        }
    }
}
