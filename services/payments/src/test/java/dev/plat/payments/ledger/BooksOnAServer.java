package dev.plat.payments.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.payments.ledger.verify.Verdict;
import dev.plat.payments.money.Money;
import dev.plat.router.postgres.PostgresRouter;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.PlatException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

/**
 * Books on a real server, a bucket for each test; which version it is says the class that binds.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BooksOnAServer {

    static final Instant NOW = Instant.parse("2026-11-22T12:00:00.123456Z");
    static final Account STRIPE = new Account(AccountKind.PROVIDER, "stripe");
    static final Account OWED = new Account(AccountKind.RECEIVABLE, "acct_1");

    static final Account CREDIT = new Account(AccountKind.CREDIT, "acct_1");

    final PaymentsTier tier;
    final PostgresRouter router;
    final Ledger ledger = new Ledger();
    private final AtomicInteger buckets = new AtomicInteger();

    BooksOnAServer(PostgresServers servers) {
        tier = new PaymentsTier(servers.first());
        router = tier.router();
    }

    @AfterAll
    void close() {
        router.close();
    }

    void refused(Bucket bucket, Journal journal, String state) {
        assertThatThrownBy(() -> post(bucket, journal))
                .isInstanceOf(PlatException.class)
                .hasMessageContaining("ledger-refused")
                .hasMessageContaining(state);
    }

    void intact(Bucket bucket, long journals) throws SQLException {
        Verdict verdict = tier.verify(bucket);
        assertThat(verdict.findings()).isEmpty();
        assertThat(verdict.journals()).isEqualTo(journals);
    }

    long post(Bucket bucket, Journal journal) {
        return router.<Long>write(bucket, tx -> ledger.post(tx, journal));
    }

    Money balance(Bucket bucket, Account account) {
        return router.read(bucket, tx -> ledger.balance(tx, account, euro(0).currency()));
    }

    Bucket bucket() {
        return new Bucket(buckets.getAndIncrement());
    }

    static Journal capture(String key, long minor) {
        return new Journal(key, JournalKind.CAPTURE, NOW, lines(minor));
    }

    static Journal spend(String key, long minor) {
        return new Journal(
                key,
                JournalKind.CREDIT_HOLD,
                NOW,
                Line.debit(CREDIT, euro(minor)),
                Line.credit(OWED, euro(minor)));
    }

    static Line[] lines(long minor) {
        return new Line[] {Line.debit(STRIPE, euro(minor)), Line.credit(OWED, euro(minor))};
    }

    static Money euro(long minor) {
        return Money.of(minor, "EUR");
    }
}
