package dev.plat.payments.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.chassis.audit.Audit;
import dev.plat.payments.invoice.Sold;
import dev.plat.payments.ledger.Account;
import dev.plat.payments.ledger.AccountKind;
import dev.plat.payments.ledger.Ledger;
import dev.plat.payments.ledger.PaymentsTier;
import dev.plat.payments.ledger.verify.Verdict;
import dev.plat.payments.money.Money;
import dev.plat.payments.operator.Minutes;
import dev.plat.payments.payment.AttemptDriver;
import dev.plat.payments.payment.Payment;
import dev.plat.payments.payment.Payments;
import dev.plat.payments.payment.Tidings;
import dev.plat.payments.provider.Capture;
import dev.plat.payments.refund.RefundDriver;
import dev.plat.payments.webhook.Inbox;
import dev.plat.payments.webhook.Poller;
import dev.plat.router.core.ControlPoints;
import dev.plat.router.postgres.PostgresRouter;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.IdKind;
import io.micronaut.json.JsonMapper;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

/** Payments over a real shard, with a provider that is told what to say; the clock is turned. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PaymentsOnAServer {

    static final Instant START = Instant.parse("2027-01-01T00:00:00Z");

    final PaymentsTier tier;
    final PostgresRouter router;
    final CalmProvider provider = new CalmProvider();
    final IdGenerator ids = new IdGenerator(() -> START, new SecureRandom());
    final Ledger ledger = new Ledger();
    final Minutes minutes =
            Minutes.of(new Audit(JsonMapper.createDefault(), InstantSource.system()));
    final AttemptDriver attempts;
    final RefundDriver refunds;
    final Payments payments;
    final PostgresPaymentBook book;
    final Inbox inbox;
    final Poller poller;
    Settling settling = Settling.NOTHING;
    Instant now = START;
    private final AtomicInteger buckets = new AtomicInteger();

    PaymentsOnAServer(PostgresServers servers) {
        tier = new PaymentsTier(servers.first());
        router = tier.router();
        book =
                new PostgresPaymentBook(
                        router,
                        provider.name(),
                        () -> now,
                        ids,
                        ControlPoints.NONE,
                        minutes,
                        Tidings.NONE,
                        (tx, attempt, at) -> settling.settled(tx, attempt, at));
        attempts = new AttemptDriver(book, provider, () -> now, ControlPoints.NONE);
        refunds =
                new RefundDriver(
                        new PostgresRefundBook(router, provider.name(), () -> now, ids, minutes),
                        provider,
                        () -> now,
                        ControlPoints.NONE);
        payments = new Payments(book, attempts, ids, () -> now, ControlPoints.NONE);
        inbox = new Inbox(router, provider, attempts, refunds, () -> now, ControlPoints.NONE);
        poller = new Poller(router, provider, inbox, () -> now);
    }

    @AfterAll
    void close() {
        router.close();
    }

    /** Each in a bucket of its own, whose books are then its alone. */
    Payment payment(Capture capture) {
        Id account = ids.next(IdKind.ACCOUNT, new Bucket(buckets.getAndIncrement()));
        return new Payment(
                ids.next(IdKind.PAYMENT, account),
                account,
                ids.next(IdKind.ORDER, account),
                Money.of(1999, "EUR"),
                capture,
                "https://back.test/",
                "https://away.test/",
                0,
                0);
    }

    /** One that is opened and paid. */
    Payment paid(Capture capture) {
        Payment payment = payment(capture);
        Id attempt = payments.open(payment).newest().id();
        provider.pay(attempt, payment.amount(), capture);
        later(Duration.ofDays(2));
        attempts.drive(attempt);
        return payment;
    }

    /** A line without tax. */
    static Sold name(int number, String name, long net) {
        return new Sold(
                number,
                Sold.Kind.NAME,
                "domain-test",
                "domain-test-1",
                name,
                null,
                1,
                Money.of(net, "EUR"),
                Money.of(0, "EUR"),
                "",
                "");
    }

    /** Whether anybody waits for a lock. */
    boolean waiting() throws SQLException {
        try (Connection owner = tier.owner();
                Statement statement = owner.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")) {
            row.next();
            return row.getBoolean(1);
        }
    }

    void later(Duration time) {
        now = now.plus(time);
    }

    /** At the provider, owed by the buyer, owed to the buyer, in cents. */
    void assertBooks(Payment payment, long provider, long receivable, long due)
            throws SQLException {
        assertThat(balance(payment, AccountKind.PROVIDER, "stripe")).isEqualTo(provider);
        assertThat(balance(payment, AccountKind.RECEIVABLE, payment.account().toString()))
                .isEqualTo(receivable);
        assertThat(balance(payment, AccountKind.REFUNDS_DUE, payment.account().toString()))
                .isEqualTo(due);
        Verdict verdict = tier.verify(payment.id().bucket());
        assertThat(verdict.findings()).isEmpty();
    }

    long balance(Payment payment, AccountKind kind, String subject) {
        return router.<Money>read(
                        payment.id(),
                        tx ->
                                ledger.balance(
                                        tx,
                                        new Account(kind, subject),
                                        payment.amount().currency()))
                .minor();
    }
}
