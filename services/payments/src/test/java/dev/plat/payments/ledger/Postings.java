package dev.plat.payments.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.payments.ledger.verify.Verdict;
import dev.plat.payments.money.Money;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Seed;
import dev.plat.router.testkit.SeededTest;
import dev.plat.schemas.Bucket;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What a post does. */
abstract class Postings extends BooksOnAServer {

    Postings(PostgresServers servers) {
        super(servers);
    }

    @Test
    void whatIsPostedCanBeReadBackAndProved() throws SQLException {
        Bucket bucket = bucket();
        Journal wide =
                new Journal(
                        "invoice:ü:1",
                        JournalKind.INVOICE,
                        NOW,
                        Line.debit(OWED, euro(119)),
                        Line.credit(new Account(AccountKind.DEFERRED, "pro"), euro(100)),
                        Line.credit(new Account(AccountKind.TAX, "DE"), euro(19)),
                        Line.debit(STRIPE, Money.of(500, "JPY")),
                        Line.credit(OWED, Money.of(500, "JPY")));

        assertThat(post(bucket, wide)).isEqualTo(1);
        assertThat(post(bucket, capture("c1", 119))).isEqualTo(2);

        assertThat(balance(bucket, OWED)).isEqualTo(euro(0));
        assertThat(balance(bucket, STRIPE)).isEqualTo(euro(119));
        assertThat(balance(bucket, new Account(AccountKind.BANK, ""))).isEqualTo(euro(0));
        Verdict verdict = tier.verify(bucket);
        assertThat(verdict.findings()).isEmpty();
        assertThat(verdict.entries()).isEqualTo(7);
    }

    @Test
    void oneFactIsOneJournal() throws SQLException {
        Bucket bucket = bucket();
        post(bucket, capture("c1", 5));

        assertThat(post(bucket, capture("c1", 5))).isEqualTo(1);
        List<Long> mixed =
                router.write(
                        bucket,
                        tx ->
                                ledger.post(
                                        tx,
                                        List.of(
                                                capture("c2", 7),
                                                capture("c1", 5),
                                                capture("c3", 8))));
        assertThat(mixed).containsExactly(2L, 1L, 3L);

        refused(bucket, capture("c1", 6), "PL002");
        refused(bucket, new Journal("c1", JournalKind.FEE, NOW, lines(5)), "PL002");
        refused(
                bucket,
                new Journal("c1", JournalKind.CAPTURE, NOW.plusSeconds(1), lines(5)),
                "PL002");
        assertThat(balance(bucket, STRIPE)).isEqualTo(euro(20));
        intact(bucket, 3);
    }

    @Test
    void aMistakeIsUndoneOnceAndWhole() throws SQLException {
        Bucket bucket = bucket();
        post(bucket, capture("c1", 5));
        post(bucket, capture("c2", 7));

        Journal back = router.read(bucket, tx -> ledger.reversal(tx, 1, "r1", NOW));
        assertThat(post(bucket, back)).isEqualTo(3);
        assertThat(post(bucket, back)).isEqualTo(3);

        assertThat(balance(bucket, STRIPE)).isEqualTo(euro(7));
        Journal again = router.read(bucket, tx -> ledger.reversal(tx, 1, "r2", NOW));
        refused(bucket, again, "23505");
        refused(
                bucket,
                new Journal(
                        "r3", JournalKind.REVERSAL, NOW, OptionalLong.of(2), List.of(lines(-6))),
                "PL001");
        refused(
                bucket,
                new Journal(
                        "r4", JournalKind.REVERSAL, NOW, OptionalLong.of(9), List.of(lines(-7))),
                "23514");
        intact(bucket, 3);
    }

    @Test
    void creditIsNeverNegative() throws SQLException {
        Bucket bucket = bucket();
        post(
                bucket,
                new Journal(
                        "gift",
                        JournalKind.TRANSFER,
                        NOW,
                        Line.debit(new Account(AccountKind.TRANSIT, ""), euro(10)),
                        Line.credit(CREDIT, euro(10))));

        refused(bucket, spend("s1", 11), "23514");
        post(bucket, spend("s2", 10));
        refused(bucket, spend("s3", 1), "23514");

        assertThat(balance(bucket, CREDIT)).isEqualTo(euro(0));
        intact(bucket, 2);
    }

    @Test
    void aBalanceIsKnownForEveryPastMoment() throws Exception {
        Bucket bucket = bucket();
        post(bucket, capture("c1", 5));
        Instant between = recorded(bucket, 1);
        post(bucket, capture("c2", 7));

        assertThat(
                        router.<Money>read(
                                bucket,
                                tx -> ledger.balance(tx, STRIPE, euro(0).currency(), between)))
                .isEqualTo(euro(5));
        assertThat(
                        router.<Money>read(
                                bucket,
                                tx ->
                                        ledger.balance(
                                                tx,
                                                STRIPE,
                                                euro(0).currency(),
                                                between.minusSeconds(60))))
                .isEqualTo(euro(0));
    }

    @Test
    void whatWasRolledBackLeavesNoGap() throws SQLException {
        Bucket bucket = bucket();
        post(bucket, capture("c1", 5));
        assertThatThrownBy(() ->
                        router.write(
                                bucket,
                                tx -> {
                                    ledger.post(tx, capture("c2", 7));
                                    throw new IllegalStateException("changed my mind");
                                }))
                .hasMessage("changed my mind");

        assertThat(post(bucket, capture("c3", 7))).isEqualTo(2);
        intact(bucket, 2);
    }

    /** Drawn journals in drawn batches, beside a map that adds up. */
    @SeededTest(cases = 12)
    void theBalancesAreTheSumsOfWhatWasPosted(Seed seed) throws SQLException {
        Bucket bucket = bucket();
        Map<Account, Long> sums = new HashMap<>();
        List<Account> accounts =
                List.of(
                        STRIPE,
                        OWED,
                        new Account(AccountKind.BANK, ""),
                        new Account(AccountKind.FEES, "x"));
        long journals = 0;
        for (int batch = 0; batch < 6; batch++) {
            List<Journal> drawn = new ArrayList<>();
            for (int i = seed.between(1, 12); i > 0; i--) {
                Account from = seed.pick(accounts);
                Account to = seed.pick(accounts);
                long minor = seed.between(1, 100_000);
                journals++;
                drawn.add(
                        new Journal(
                                "k" + journals,
                                JournalKind.TRANSFER,
                                NOW,
                                Line.debit(to, euro(minor)),
                                Line.credit(from, euro(minor))));
                sums.merge(to, minor, Long::sum);
                sums.merge(from, -minor, Long::sum);
            }
            router.write(bucket, tx -> ledger.post(tx, drawn));
        }

        sums.forEach((account, sum) -> assertThat(balance(bucket, account)).isEqualTo(euro(sum)));
        intact(bucket, journals);
    }

    private Instant recorded(Bucket bucket, long seq) {
        return router.read(
                bucket,
                tx -> {
                    try (PreparedStatement select =
                            tx.connection()
                                    .prepareStatement(
                                            "SELECT recorded_at FROM journal WHERE bucket = ? AND seq = ?")) {
                        select.setShort(1, (short) bucket.number());
                        select.setLong(2, seq);
                        try (ResultSet row = select.executeQuery()) {
                            row.next();
                            return row.getTimestamp(1).toInstant();
                        }
                    }
                });
    }
}
