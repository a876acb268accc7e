package dev.plat.payments.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.router.core.WriteOptions;
import dev.plat.router.core.WriteOptions.Isolation;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Waits;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Posts of several sessions into one bucket. */
abstract class LedgerRaces extends BooksOnAServer {

    LedgerRaces(PostgresServers servers) {
        super(servers);
    }

    /** Two sessions with one fact: the second waits for the first and finds its journal. */
    @Test
    void twoWhoBookTheSameFactAtOnceBookItOnce() throws Exception {
        Bucket bucket = bucket();
        post(bucket, capture("c1", 5));
        try (Connection first = tier.app();
                Connection second = tier.app();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            enter(first, bucket);
            enter(second, bucket);
            assertThat(raw(first, bucket, "c2", 7)).isEqualTo(2);

            Future<Long> waiting = threads.submit(() -> raw(second, bucket, "c2", 7));
            Waits.until("the second waits for the head", () -> lockWaits() > 0);
            first.commit();

            assertThat(waiting.get()).isEqualTo(2);
            second.commit();
        }
        intact(bucket, 2);
    }

    @Test
    void anOlderSnapshotDoesNotPost() throws Exception {
        Bucket bucket = bucket();
        post(bucket, capture("c1", 5));
        try (Connection old = tier.app()) {
            old.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            enter(old, bucket);
            post(bucket, capture("c2", 7));

            assertThatThrownBy(() -> raw(old, bucket, "c3", 9))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(e.getSQLState()).isEqualTo("40001"));
            old.rollback();
        }
        intact(bucket, 2);
    }

    /**
     * Many writers in few buckets, some of them serializable: nobody overdraws, nothing is lost.
     */
    @Test
    void manyAtOnceLeaveNoGapAndSpendNoCentTwice() throws Exception {
        Bucket bucket = bucket();
        int writers = 8;
        int each = 15;
        Account transit = new Account(AccountKind.TRANSIT, "");
        post(
                bucket,
                new Journal(
                        "gift",
                        JournalKind.TRANSFER,
                        NOW,
                        Line.debit(transit, euro(50)),
                        Line.credit(CREDIT, euro(50))));
        List<Future<Integer>> spent = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < writers; i++) {
                int writer = i;
                spent.add(threads.submit(() -> spendSome(bucket, writer, each)));
            }
        }
        int total = 0;
        for (Future<Integer> future : spent) {
            total += future.get();
        }

        assertThat(total).isEqualTo(50);
        assertThat(balance(bucket, CREDIT)).isEqualTo(euro(0));
        intact(bucket, 51);
    }

    private int spendSome(Bucket bucket, int writer, int times) {
        int spent = 0;
        WriteOptions options =
                writer % 2 == 0
                        ? WriteOptions.usual()
                        : WriteOptions.usual().withIsolation(Isolation.SERIALIZABLE);
        for (int i = 0; i < times; i++) {
            Journal journal = spend("s:" + writer + ":" + i, 1);
            try {
                router.write(bucket, options, tx -> ledger.post(tx, journal));
                spent++;
            } catch (PlatException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.LEDGER_REFUSED);
            }
        }
        return spent;
    }

    private static void enter(Connection connection, Bucket bucket) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT plat.plat_enter(" + bucket.number() + "::smallint, 1)");
        }
    }

    private static long raw(Connection connection, Bucket bucket, String key, long minor)
            throws SQLException {
        String sql =
                """
                SELECT (plat.ledger_post(%d::smallint, '{%s}', '{capture}', ARRAY['2026-11-22'::timestamptz],
                  '{NULL}', '{1,1}', '{provider,receivable}', '{stripe,acct_1}', '{EUR,EUR}', '{%d,-%d}'))[1]\
                """
                        .formatted(bucket.number(), key, minor, minor);
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private int lockWaits() {
        String sql = "SELECT count(*) FROM pg_locks WHERE NOT granted";
        try (Connection connection = tier.intruder();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getInt(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
