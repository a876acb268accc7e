package dev.plat.payments.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.payments.catalogue.Catalogue;
import dev.plat.payments.catalogue.CatalogueReader;
import dev.plat.payments.entitlement.Entitlements;
import dev.plat.payments.invoice.Invoice;
import dev.plat.payments.invoice.InvoiceDocument;
import dev.plat.payments.invoice.Invoices;
import dev.plat.payments.invoice.Sold;
import dev.plat.payments.ledger.AccountKind;
import dev.plat.payments.money.Money;
import dev.plat.payments.payment.Payment;
import dev.plat.payments.provider.Capture;
import dev.plat.payments.refund.Refund;
import dev.plat.payments.refund.RefundState;
import dev.plat.payments.refund.RefundWish;
import dev.plat.payments.subscription.Subscription;
import dev.plat.payments.subscription.SubscriptionState;
import dev.plat.payments.subscription.Subscriptions;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import io.micronaut.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Plans that orders start, the invoices of what was paid, and what the database lets nobody do. */
abstract class PlansContract extends PaymentsOnAServer {

    private static final String CATALOGUE =
            """
            {"version": 1,
             "plans": [{"id": "free", "name": "Free", "limits": {"sites": 1}},
                       {"id": "pro", "name": "Pro <plan>", "limits": {"sites": 10}}],
             "prices": [{"id": "pro-month-eur-1", "plan": "pro", "interval": "month",
                         "price": {"amount": 1999, "currency": "EUR"}, "taxIncluded": true,
                         "from": "2026-01-01"}],
             "taxes": []}
            """;

    private static final JsonMapper JSON = JsonMapper.createDefault();
    private static final Money PRICE = Money.of(1999, "EUR");

    private final List<Entitlements.Versioned> sent = new CopyOnWriteArrayList<>();
    private final Subscriptions subscriptions;
    private final Entitlements entitlements;
    private final Invoices invoices = new Invoices();

    PlansContract(PostgresServers servers) {
        super(servers);
        Catalogue catalogue =
                new CatalogueReader(JSON).read(CATALOGUE.getBytes(StandardCharsets.UTF_8));
        entitlements = new Entitlements(catalogue, JSON, (_, _, versioned) -> sent.add(versioned));
        subscriptions =
                new Subscriptions(
                        router,
                        catalogue,
                        entitlements::derive,
                        new UnsentCharges(),
                        ids,
                        () -> now);
    }

    private static Sold line(int number, Sold.Kind kind, long net, long tax) {
        return new Sold(
                number,
                kind,
                kind == Sold.Kind.PLAN ? "pro" : "domain-test",
                kind == Sold.Kind.PLAN ? "pro-month-eur-1" : "domain-test-1",
                kind == Sold.Kind.PLAN ? "Pro <plan>, one month" : "a.test, 1 year",
                null,
                1,
                Money.of(net, "EUR"),
                Money.of(tax, "EUR"),
                tax == 0 ? "" : "DE",
                tax == 0 ? "" : "19");
    }

    private Payment bought(Capture capture, Sold... lines) {
        Payment payment = payment(capture);
        Id attempt = payments.open(payment, List.of(lines)).newest().id();
        provider.pay(attempt, payment.amount(), capture);
        later(Duration.ofDays(2));
        attempts.drive(attempt);
        return payment;
    }

    private Subscriptions.Order order(Payment payment) {
        return new Subscriptions.Order(
                payment.order(), 1, payment.account(), "pro-month-eur-1", PRICE, payment.id());
    }

    private List<Invoice> invoices(Payment payment) {
        return router.read(payment.account(), tx -> invoices.of(tx, payment.account(), 10));
    }

    @Test
    void whatWasPaidHasOneInvoiceWhoseLinesSumToIt() throws SQLException {
        Payment payment = bought(Capture.AUTOMATIC, line(1, Sold.Kind.PLAN, 1680, 319));
        attempts.observe(
                payments.find(payment.id()).newest().id(),
                payments.find(payment.id()).newest().refs());

        List<Invoice> made = invoices(payment);

        assertThat(made).hasSize(1);
        Invoice invoice = made.getFirst();
        assertThat(invoice.total()).isEqualTo(PRICE);
        assertThat(invoice.state()).isEqualTo(Invoice.State.PAID);
        assertThat(invoice.number())
                .isEqualTo(
                        String.format(
                                Locale.ROOT,
                                "2027-%03x-000001",
                                payment.account().bucket().number()));
        assertThat(balance(payment, AccountKind.DEFERRED, "pro")).isEqualTo(-1680);
        assertThat(balance(payment, AccountKind.TAX, "DE")).isEqualTo(-319);
        assertBooks(payment, 1999, 0, 0);
        String page = InvoiceDocument.html(invoice);
        assertThat(page).contains("Pro &lt;plan&gt;, one month", "19.99 EUR", "19 % DE");
        assertThat(page).doesNotContain("<script").isEqualTo(InvoiceDocument.html(invoice));
    }

    @Test
    void ofWhatWasHeldOnlyWhatWasHadIsInvoiced() throws SQLException {
        Payment payment =
                bought(
                        Capture.MANUAL,
                        line(1, Sold.Kind.PLAN, 1000, 0),
                        line(2, Sold.Kind.NAME, 999, 0));
        assertThatThrownBy(() -> payments.capture(payment.id(), 998, List.of(2)))
                .hasMessageContaining("money-invalid");

        payments.capture(payment.id(), 999, List.of(2));

        assertThat(invoices(payment).getFirst().lines())
                .extracting(Sold::kind)
                .containsExactly(Sold.Kind.NAME);
        assertThat(balance(payment, AccountKind.REVENUE, "domain-test")).isEqualTo(-999);
        assertBooks(payment, 999, 0, 0);
    }

    @Test
    void whatGoesBackHasACreditNoteWithItsTax() throws SQLException {
        Payment payment = bought(Capture.AUTOMATIC, line(1, Sold.Kind.PLAN, 1680, 319));
        subscriptions.start(order(payment));
        Id refund = ids.next(IdKind.REFUND, payment.id());

        refunds.request(refund, payment.id(), 1000);
        refunds.request(refund, payment.id(), 1000);
        refunds.request(ids.next(IdKind.REFUND, payment.id()), payment.id(), 999);

        List<Invoice> all = invoices(payment);
        assertThat(all)
                .extracting(Invoice::kind)
                .filteredOn(Invoice.Kind.CREDIT_NOTE::equals)
                .hasSize(2);
        assertThat(all.getFirst().number()).contains("-C00000");
        assertThat(balance(payment, AccountKind.DEFERRED, "pro")).isZero();
        assertThat(balance(payment, AccountKind.TAX, "DE")).isZero();
        assertBooks(payment, 0, 0, 0);
    }

    /** Its payment, its invoice and its refund have one number. */
    @Test
    void whatAnOrderGivesBackHasACreditNoteOfItsOwn() throws SQLException {
        Payment payment = bought(Capture.AUTOMATIC, line(1, Sold.Kind.NAME, 1680, 319));

        Refund refund =
                refunds.request(
                        new RefundWish(
                                new Id(IdKind.REFUND, payment.id().uuid()),
                                payment.id(),
                                1999,
                                List.of(1),
                                false));

        assertThat(refund.state()).isEqualTo(RefundState.DONE);
        Invoice note = invoices(payment).getFirst();
        assertThat(note.kind()).isEqualTo(Invoice.Kind.CREDIT_NOTE);
        assertThat(note.refunds()).isTrue();
        assertBooks(payment, 0, 0, 0);
    }

    @Test
    void anOrderStartsAPlanOnceAndTheAccountMayMore() {
        Payment payment = bought(Capture.AUTOMATIC, line(1, Sold.Kind.PLAN, 1680, 319));
        sent.clear();

        Subscription started = subscriptions.start(order(payment));

        assertThat(subscriptions.start(order(payment))).isEqualTo(started);
        assertThat(started.state()).isEqualTo(SubscriptionState.ACTIVE);
        assertThat(sent).hasSize(1);
        assertThat(sent.getFirst().entitlement().limits()).containsEntry("sites", 10L);
        assertThat(subscriptions.of(payment.account())).containsExactly(started);
        Id other = ids.next(IdKind.ORDER, payment.account());
        assertThatThrownBy(() ->
                        subscriptions.start(
                                new Subscriptions.Order(
                                        other,
                                        1,
                                        payment.account(),
                                        "pro-month-eur-1",
                                        PRICE,
                                        payment.id())))
                .hasMessageContaining("order-state");

        Subscription ending = subscriptions.cancel(payment.account(), started.id());
        assertThat(ending.ending()).isTrue();
        assertThat(subscriptions.resume(payment.account(), started.id())).isEqualTo(started);
        Id stranger = ids.next(IdKind.ACCOUNT, payment.account());
        assertThatThrownBy(() -> subscriptions.cancel(stranger, started.id()))
                .hasMessageContaining("not-found");
    }

    @Test
    void whatWasEndedDoesNotStart() {
        Payment payment = bought(Capture.AUTOMATIC, line(1, Sold.Kind.PLAN, 1999, 0));
        subscriptions.end(payment.order(), 1);
        subscriptions.end(payment.order(), 1);
        assertThatThrownBy(() -> subscriptions.start(order(payment)))
                .hasMessageContaining("order-state");

        Payment second = bought(Capture.AUTOMATIC, line(1, Sold.Kind.PLAN, 1999, 0));
        subscriptions.start(order(second));
        sent.clear();
        subscriptions.end(second.order(), 1);
        subscriptions.end(second.order(), 1);

        assertThat(subscriptions.of(second.account()).getFirst().state())
                .isEqualTo(SubscriptionState.CANCELLED);
        assertThat(sent).hasSize(1);
        assertThat(sent.getFirst().entitlement().plan()).isEqualTo("free");
        assertThatThrownBy(() -> subscriptions.start(order(second)))
                .hasMessageContaining("order-state");
    }

    @Test
    void ofManyStartsAtOnceOneCounts() throws Exception {
        Payment payment = bought(Capture.AUTOMATIC, line(1, Sold.Kind.PLAN, 1999, 0));

        List<Id> started = new ArrayList<>();
        for (var future : PaymentsIT.together(8, () -> subscriptions.start(order(payment)))) {
            started.add(future.get().id());
        }

        assertThat(started).hasSize(8).containsOnly(started.getFirst());
    }

    /** As the tables' owner, whom no right stops. */
    @Test
    void theDatabaseKeepsInvoicesAndDays() throws SQLException {
        Payment payment = bought(Capture.AUTOMATIC, line(1, Sold.Kind.PLAN, 1680, 319));
        Subscription started = subscriptions.start(order(payment));

        refused("UPDATE invoice SET total = total + 1, net = net + 1", "42501");
        refused("UPDATE invoice SET state = 'open'", "42501");
        refused("UPDATE invoice_line SET description = 'other'", "42501");
        refused("DELETE FROM invoice", "42501");
        refused("TRUNCATE invoice_line", "42501");
        refused(
                """
                INSERT INTO invoice_line SELECT bucket, invoice_id, 2, kind, plan, price, description, days, quantity,
                  0, 0, jurisdiction, percent FROM invoice_line LIMIT 1\
                """,
                "23514");
        refused(
                """
                INSERT INTO invoice SELECT bucket, gen_random_uuid(), account_id, kind, number || 'x', fact || 'x', issued,
                  order_id, payment_id, subscription_id, corrects, state, currency, net, tax, total, lines, seller,
                  template, sha256 FROM invoice LIMIT 1\
                """,
                "23514");
        refused(
                """
                INSERT INTO coverage SELECT bucket, subscription_id, number + 1, item, period,
                  daterange(upper(days) - 1, upper(days) + 1), plan, price, currency, net, tax, jurisdiction, percent, 0,
                  invoice_id FROM coverage WHERE subscription_id = '%s'\
                """
                        .formatted(started.id().uuid()),
                "23P01");
    }

    private void refused(String sql, String state) throws SQLException {
        try (Connection owner = tier.owner();
                Statement statement = owner.createStatement()) {
            assertThatThrownBy(() -> statement.execute(sql))
                    .as(sql)
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(state));
        }
    }
}
