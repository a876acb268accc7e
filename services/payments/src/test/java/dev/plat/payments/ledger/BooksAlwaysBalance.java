package dev.plat.payments.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.router.testkit.PostgresServers;
import dev.plat.schemas.Bucket;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every rule of the books, broken on purpose by the application's role and by the tables' owner.
 * After each attempt the books are read back whole.
 */
abstract class BooksAlwaysBalance extends BooksOnAServer {

    BooksAlwaysBalance(PostgresServers servers) {
        super(servers);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO ledger_head VALUES ($b, 0, decode(repeat('00', 32), 'hex'))",
                "INSERT INTO ledger_account VALUES ($b, 9, 'bank', '', 'EUR', 0, 0)",
                "INSERT INTO journal SELECT bucket, 2, 'x', kind, occurred_at, recorded_at, NULL, 2, hash FROM journal",
                "INSERT INTO entry SELECT bucket, account_id, 2, 2, line, amount, next, next + amount FROM entry",
                "UPDATE ledger_head SET seq = seq + 1",
                "UPDATE ledger_account SET balance = 0",
                "UPDATE journal SET kind = 'fee'",
                "UPDATE entry SET amount = amount",
                "DELETE FROM ledger_head",
                "DELETE FROM ledger_account",
                "DELETE FROM journal",
                "DELETE FROM entry",
                "TRUNCATE journal",
                "TRUNCATE entry",
                "ALTER TABLE entry DISABLE TRIGGER ALL",
                "DROP TRIGGER entry_whole ON entry",
                "SET session_replication_role = replica",
                "SET ROLE plat_owner",
                "SELECT plat.ledger_replayed(1::smallint, 'k', 'k', now(), 1, '{}', '{}', '{}', '{}')",
                "SELECT plat.ledger_post(($b + 1)::smallint, '{k}', '{fee}', ARRAY[now()], '{NULL}', '{1,1}', '{bank,fees}', '{\"\",\"\"}', '{EUR,EUR}', '{1,-1}')"
            })
    void theApplicationCanDoNothingButPost(String attack) throws SQLException {
        Bucket bucket = bucket();
        post(bucket, capture("c1", 5));

        assertThat(state(tier.app(), bucket, attack)).isEqualTo("42501");

        intact(bucket, 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PL001 {k} {fee} {1,1} {bank,fees} {EUR,EUR} {5,-4}",
                "PL001 {k} {fee} {1,1} {bank,fees} {EUR,USD} {5,-5}",
                "PL001 {k,l} {fee,fee} {1,1,2,2} {bank,fees,bank,fees} {EUR,EUR,EUR,EUR} {5,-4,4,-5}",
                "23514 {k,l} {fee,fee} {1,2} {bank,fees} {EUR,EUR} {5,-5}",
                "PL001 {k} {fee} {1,1} {bank,cash} {EUR,EUR} {5,-5}",
                "PL001 {k} {fee} {1,1} {bank,fees} {eur,eur} {5,-5}",
                "22001 {k} {fee} {1,1} {bank,fees} {EURO,EURO} {5,-5}",
                "23514 {k} {Fee} {1,1} {bank,fees} {EUR,EUR} {5,-5}",
                "23514 {\"\"} {fee} {1,1} {bank,fees} {EUR,EUR} {5,-5}",
                "23514 {k} {fee} {1,1,1} {bank,bank,fees} {EUR,EUR,EUR} {5,0,-5}",
                "23514 {k} {fee} {1,1} {bank,fees} {EUR,EUR} {2000000000000000,-2000000000000000}",
                "23505 {k,k} {fee,fee} {1,1,2,2} {bank,fees,bank,fees} {EUR,EUR,EUR,EUR} {5,-5,5,-5}",
                "PL003 {k} {fee} {1,2} {bank,fees} {EUR,EUR} {5,-5}",
                "PL003 {k} {fee} {2,1} {bank,fees} {EUR,EUR} {5,-5}",
                "PL003 {k} {fee} {1,1} {bank} {EUR,EUR} {5,-5}",
                "PL003 {k} {fee} {NULL,1} {bank,fees} {EUR,EUR} {5,-5}",
                "PL003 {} {} {} {} {} {}"
            })
    void noCallBringsInWhatBreaksARule(String attack) throws SQLException {
        Bucket bucket = bucket();
        post(bucket, capture("c1", 5));
        String[] part = attack.split(" ", -1);
        int journals = part[2].equals("{}") ? 0 : part[2].split(",", -1).length;
        int lines = part[5].equals("{}") ? 0 : part[5].split(",", -1).length;

        String found =
                state(
                        tier.app(),
                        bucket,
                        "SELECT plat.ledger_post($b::smallint, '%s', '%s', array_fill(now(), ARRAY[%d]), array_fill(NULL::bigint, ARRAY[%d]), '%s', '%s', array_fill(''::text, ARRAY[%d]), '%s', '%s')"
                                .formatted(
                                        part[1], part[2], journals, journals, part[3], part[4],
                                        lines, part[5], part[6]));

        assertThat(found).isEqualTo(part[0]);
        intact(bucket, 1);
    }

    /** Each is one statement, as plat.ledger_post has it; only so could it pass. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                // A journal without lines, and lines without a journal.
                "PL001 INSERT INTO journal SELECT bucket, 2, 'x', kind, occurred_at, recorded_at, NULL, 2, hash FROM journal",
                "PL001 INSERT INTO entry SELECT bucket, account_id, 2, 2, line, amount, next, next + amount FROM entry",
                // More lines for an old journal, which sum to zero.
                "PL001 INSERT INTO entry SELECT bucket, account_id, 2, 1, line + 2, amount, next, next + amount FROM entry",
                // All of it, but for one thing.
                "PL001 $all amount = CASE account_id WHEN 1 THEN 5 ELSE -4 END; gain = CASE account_id WHEN 1 THEN 5 ELSE -4 END",
                "PL001 $all version = 3",
                "PL001 $all prev = 0; next = amount; gain = 0",
                "PL001 $all gain = 99",
                "PL001 $all head = 3",
                "PL001 $all seq = 3",
                "PL001 $all hash = 'other'",
                "PL001 $all head = 1",
                "23514 $all next = 9",
                "PL001 UPDATE ledger_head SET seq = 0, hash = decode(repeat('00', 32), 'hex')",
                "PL001 UPDATE ledger_head SET seq = 2",
                "PL001 UPDATE ledger_head SET hash = decode(repeat('11', 32), 'hex')",
                "PL001 UPDATE ledger_account SET balance = balance + 1 WHERE bucket = $b",
                "PL001 UPDATE ledger_account SET version = 0, balance = 0 WHERE bucket = $b",
                "PL001 UPDATE ledger_account SET subject = 'acct_2' WHERE kind = 'receivable'",
                "PL001 UPDATE ledger_account SET currency = 'USD' WHERE bucket = $b",
                "PL001 INSERT INTO ledger_account VALUES ($b, 9, 'credit', 'acct_1', 'EUR', 0, -500)",
                "PL001 INSERT INTO ledger_account VALUES ($b, 9, 'credit', 'acct_1', 'EUR', 1, 0)",
                "PL001 INSERT INTO ledger_head VALUES (4095, 5, decode(repeat('00', 32), 'hex'))",
                "42501 DELETE FROM ledger_head",
                "42501 DELETE FROM ledger_account",
                "42501 DELETE FROM journal",
                "42501 DELETE FROM entry",
                "42501 UPDATE journal SET kind = 'fee'",
                "42501 UPDATE entry SET amount = amount",
                "42501 UPDATE entry SET account_id = 3 - account_id",
                "42501 TRUNCATE journal",
                "42501 TRUNCATE entry, journal, ledger_account, ledger_head",
                "42501 SET session_replication_role = replica"
            })
    void theTablesOwnerIsHeldToTheSameRules(String attack) throws SQLException {
        Bucket bucket = bucket();
        post(bucket, capture("c1", 5));
        String sql = attack.substring(6);

        assertThat(
                        state(
                                tier.owner(),
                                bucket,
                                sql.startsWith("$all ") ? whole(sql.substring(5)) : sql))
                .isEqualTo(attack.substring(0, 5));

        intact(bucket, 1);
    }

    /** What passes without a change: the attacks above fail by their change alone. */
    @Test
    void theOwnersOwnStatementPassesWhenNothingIsWrong() throws SQLException {
        Bucket bucket = bucket();
        post(bucket, capture("c1", 5));

        assertThat(state(tier.owner(), bucket, whole("head = 2"))).isEqualTo("00000");
    }

    /** A right journal, in one statement, with something changed. */
    private static String whole(String change) {
        String sql =
                """
                WITH j AS (INSERT INTO journal SELECT bucket, $seq, 'x', kind, occurred_at, recorded_at, NULL, 2,
                             sha256('hash') FROM journal WHERE bucket = $b),
                e AS (INSERT INTO entry SELECT bucket, account_id, $version, 2, line, $amount, $prev, $next
                        FROM entry WHERE bucket = $b),
                a AS (UPDATE ledger_account SET version = $version, balance = balance + $gain WHERE bucket = $b)
                UPDATE ledger_head SET seq = $head, hash = sha256('$hash') WHERE bucket = $b\
                """;
        Map<String, String> values = new LinkedHashMap<>();
        values.put("seq", "2");
        values.put("version", "2");
        values.put("prev", "next");
        values.put("next", "next + $amount");
        values.put("amount", "amount");
        values.put("gain", "balance");
        values.put("head", "2");
        values.put("hash", "hash");
        for (String each : change.split("; ", -1)) {
            String[] part = each.split(" = ", 2);
            values.put(part[0], part[1].replace("'", ""));
        }
        for (Map.Entry<String, String> value : values.entrySet()) {
            sql = sql.replace("$" + value.getKey(), value.getValue());
        }
        return sql;
    }

    private static String state(Connection connection, Bucket bucket, String attack)
            throws SQLException {
        try (connection;
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SELECT plat.plat_enter(" + bucket.number() + "::smallint, 1)");
            try {
                String sql = attack.replace("$b", Integer.toString(bucket.number()));
                boolean aimed =
                        sql.contains(" = " + bucket.number()) || !sql.startsWith("INSERT INTO ");
                statement.execute(
                        aimed
                                ? sql
                                : sql.replaceFirst(
                                        "( FROM \\w+)$", "$1 WHERE bucket = " + bucket.number()));
                connection.rollback();
                return "00000";
            } catch (SQLException e) {
                return String.valueOf(e.getSQLState());
            }
        }
    }
}
