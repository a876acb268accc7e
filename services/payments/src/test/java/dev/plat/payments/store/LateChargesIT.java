package dev.plat.payments.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.payments.invoice.Invoice;
import dev.plat.payments.ledger.Account;
import dev.plat.payments.ledger.AccountKind;
import dev.plat.payments.ledger.Journal;
import dev.plat.payments.ledger.JournalKind;
import dev.plat.payments.ledger.Line;
import dev.plat.payments.money.Money;
import dev.plat.payments.operator.Said;
import dev.plat.payments.payment.Attempt;
import dev.plat.payments.payment.AttemptEnd;
import dev.plat.payments.payment.AttemptState;
import dev.plat.payments.payment.Payment;
import dev.plat.payments.provider.Capture;
import dev.plat.payments.provider.DeclineClass;
import dev.plat.payments.provider.Refs;
import dev.plat.payments.subscription.Subscription;
import dev.plat.payments.subscription.SubscriptionState;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import dev.plat.router.testkit.Waits;
import dev.plat.schemas.Id;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What a bank says, or is asked, after nothing is wanted any more. */
@Servers(postgres = 1, postgresVersion = 18, tier = "payments")
final class LateChargesIT extends SubscriptionsOnAServer {

    private static final Said ANNA = new Said("anna", "seen in the provider's dashboard");

    LateChargesIT(PostgresServers servers) {
        super(servers);
    }

    private Id changing(Subscription it) {
        return router.<Id>read(
                it.account(),
                tx -> new ChangeSql().ofSubscription(tx, it.id()).orElseThrow().payment());
    }

    /** A person found nothing, the change was forgotten, and then the money came. */
    @Test
    void whatIsTakenForAChangeThatWasForgottenGoesBackOnce() throws SQLException {
        Subscription it = started("pro-month-eur-1");
        days(10, it);
        provider.contradicting.set(true);
        assertThatThrownBy(() ->
                        driver.change(it.account(), it.id(), "big-month-eur-1", Optional.empty()))
                .hasMessageContaining("payment-in-progress");
        provider.contradicting.set(false);
        Id payment = changing(it);
        Attempt attempt = payments.find(payment).newest();
        assertThat(attempt.state()).isEqualTo(AttemptState.REVIEW);
        attempts.settle(attempt.id(), AttemptEnd.NOTHING, null, ANNA);
        assertThat(particulars.of(find(it)).changing()).isFalse();
        int before = provider.refunds.size();

        provider.pay(attempt.id(), attempt.amount(), Capture.AUTOMATIC);
        attempts.observe(attempt.id(), Refs.NONE);
        attempts.observe(attempt.id(), Refs.NONE);
        refunds.advance(Runnable::run);
        refunds.advance(Runnable::run);

        Payment settled = payments.find(payment).payment();
        assertThat(payments.find(payment).newest().state()).isEqualTo(AttemptState.CAPTURED);
        assertThat(settled.refunded()).isEqualTo(attempt.amount().minor());
        assertThat(provider.refunds).hasSize(before + 1);
        assertThat(find(it).plan()).isEqualTo("pro");
        assertThat(documents(it, Invoice.Kind.INVOICE)).hasSize(1);
        assertBooks(of(it), 1999, 0, 0);
    }

    /** Nobody said what it is for: it is its order's, whoever hears of it how often. */
    @Test
    void whatABuyerPaysOnAPageIsKept() throws SQLException {
        Payment payment = paid(Capture.AUTOMATIC);

        attempts.observe(payments.find(payment.id()).newest().id(), Refs.NONE);
        refunds.advance(Runnable::run);

        assertThat(payments.find(payment.id()).payment().refunded()).isZero();
        assertBooks(payment, 1999, -1999, 0);
    }

    /** Its retry was written down, and not sent when its owner ended it. */
    @Test
    void whatWasNotSentWhenItsPlanEndedIsNotSent() throws SQLException {
        Subscription it = started("pro-month-eur-1");
        provider.declining.set(DeclineClass.SOFT);
        days(33, it);
        provider.declining.set(null);
        int before = provider.charges.get();
        later(Duration.ofDays(2));
        driver.drive(it.id());
        Id payment =
                Objects.requireNonNull(documents(it, Invoice.Kind.INVOICE).getFirst().payment());
        assertThat(payments.find(payment).newest().state()).isEqualTo(AttemptState.CREATED);

        subscriptions.cancel(it.account(), it.id());
        driver.drive(it.id());
        attempts.drive(payments.find(payment).newest().id());
        days(3, it);

        assertThat(find(it).state()).isEqualTo(SubscriptionState.CANCELLED);
        assertThat(provider.charges.get()).isEqualTo(before);
        assertThat(payments.find(payment).newest().state()).isEqualTo(AttemptState.VOIDED);
        assertThat(documents(it, Invoice.Kind.CREDIT_NOTE)).hasSize(1);
        assertBooks(of(it), 1999, 0, 0);
    }

    /** Its order is given up between the change and its charge. */
    @Test
    void aChangeOfWhatItsOrderTakesBackIsNotCharged() throws SQLException {
        List<Payment> orders = new ArrayList<>();
        Subscription it = started("pro-month-eur-1", orders::add);
        renewals.changes().change(it.account(), it.id(), "big-month-eur-1", Optional.empty(), now);
        Id payment = changing(it);
        int before = provider.charges.get();

        subscriptions.end(orders.getFirst().order(), 1);
        attempts.drive(payments.find(payment).newest().id());
        days(2, it);

        assertThat(find(it).state()).isEqualTo(SubscriptionState.CANCELLED);
        assertThat(provider.charges.get()).isEqualTo(before);
        assertThat(payments.find(payment).newest().state()).isEqualTo(AttemptState.VOIDED);
        assertThat(
                        router.<Boolean>read(
                                it.account(),
                                tx -> new ChangeSql().ofSubscription(tx, it.id()).isPresent()))
                .isFalse();
        assertBooks(of(it), 1999, 0, 0);
    }

    /** What was sent is heard, and goes back. */
    @Test
    void aChangeThatWasSentWhenItsOrderIsTakenBackGoesBack() throws SQLException {
        List<Payment> orders = new ArrayList<>();
        Subscription it = started("pro-month-eur-1", orders::add);
        provider.silent.set(true);
        assertThatThrownBy(() ->
                        driver.change(it.account(), it.id(), "big-month-eur-1", Optional.empty()))
                .hasMessageContaining("payment-in-progress");
        Id payment = changing(it);

        subscriptions.end(orders.getFirst().order(), 1);
        provider.silent.set(false);
        days(2, it);
        refunds.advance(Runnable::run);

        Payment settled = payments.find(payment).payment();
        assertThat(settled.refunded()).isPositive().isEqualTo(settled.captured());
        assertBooks(of(it), 1999, 0, 0);
    }

    /** Whoever holds the numbers of invoices books next; the books' lock is the last. */
    @Test
    void aChangeLocksTheBooksLast() throws Exception {
        Subscription it = started("pro-year-eur-1");
        later(Duration.ofDays(40));
        Money credit = Money.of(100_000, "EUR");
        String account = it.account().toString();
        Journal owed =
                new Journal(
                        "test/credit",
                        JournalKind.CREDIT_HOLD,
                        now,
                        Line.debit(new Account(AccountKind.SUSPENSE, "stripe"), credit),
                        Line.credit(new Account(AccountKind.CREDIT, account), credit));
        router.write(
                it.account(),
                tx -> {
                    ledger.post(tx, List.of(owed));
                    return true;
                });
        int bucket = it.account().bucket().number();

        try (ExecutorService other = Executors.newVirtualThreadPerTaskExecutor();
                Connection owner = tier.owner();
                Statement statement = owner.createStatement()) {
            owner.setAutoCommit(false);
            statement.execute(
                    "SELECT FROM invoice_series WHERE bucket = %d FOR UPDATE".formatted(bucket));
            Future<PostgresChanges.Change> change =
                    other.submit(() ->
                            renewals.changes()
                                    .change(
                                            it.account(),
                                            it.id(),
                                            "big-year-eur-1",
                                            Optional.empty(),
                                            now));
            Waits.until("the change waits, or is through", () -> change.isDone() || waiting());
            assertThat(change.isDone()).isFalse();
            statement.execute(
                    "SELECT FROM ledger_head WHERE bucket = %d FOR UPDATE NOWAIT"
                            .formatted(bucket));
            owner.rollback();
            assertThat(change.get().made()).isTrue();
        }

        assertThat(find(it).plan()).isEqualTo("big");
        assertThat(balance(of(it), AccountKind.REVENUE, "pro")).isNegative();
        assertThat(tier.verify(it.account().bucket()).findings()).isEmpty();
    }
}
