package dev.plat.payments.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.payments.entitlement.Entitlement;
import dev.plat.payments.invoice.Invoice;
import dev.plat.payments.ledger.AccountKind;
import dev.plat.payments.payment.Attempt;
import dev.plat.payments.provider.Capture;
import dev.plat.payments.provider.DeclineClass;
import dev.plat.payments.provider.Refs;
import dev.plat.payments.provider.SavedCard;
import dev.plat.payments.subscription.Subscription;
import dev.plat.payments.subscription.SubscriptionState;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import java.sql.SQLException;
import java.time.Duration;
import java.time.YearMonth;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What owners do: another price, and what is owed paid by hand. */
abstract class OwnersContract extends SubscriptionsOnAServer {

    OwnersContract(PostgresServers servers) {
        super(servers);
    }

    @Test
    void aDearerPlanCountsTodayAndIsChargedByTheDay() throws SQLException {
        Subscription it = started("pro-month-eur-1");
        days(10, it);
        PostgresChanges.Change shown =
                renewals.changes().preview(it.account(), it.id(), "big-month-eur-1", now);
        assertThat(shown.due()).isEqualTo(shown.charge().minus(shown.credit()));

        PostgresChanges.Change made = change(it, "big-month-eur-1");

        assertThat(made.made()).isTrue();
        assertThat(made.due()).isEqualTo(shown.due());
        assertThat(find(it).plan()).isEqualTo("big");
        assertThat(documents(it, Invoice.Kind.INVOICE)).hasSize(2);
        assertThat(documents(it, Invoice.Kind.CREDIT_NOTE).getFirst().refunds()).isFalse();
        assertThat(documents(it, Invoice.Kind.CREDIT_NOTE).getFirst().total())
                .isEqualTo(made.credit());
        assertBooks(of(it), 1999 + made.due().minor(), 0, 0);
        days(30, it);
        assertThat(documents(it, Invoice.Kind.INVOICE).getFirst().total().minor()).isEqualTo(4999);
        assertBooks(of(it), 1999 + made.due().minor() + 4999, 0, 0);
    }

    @Test
    void aCheaperPlanWaitsForTheNextPeriod() throws SQLException {
        Subscription it = started("big-month-eur-1");
        days(10, it);

        PostgresChanges.Change made = change(it, "pro-month-eur-1");

        assertThat(made.due().isZero()).isTrue();
        assertThat(made.from()).isEqualTo(it.current().until());
        assertThat(find(it).plan()).isEqualTo("big");
        days(25, it);
        assertThat(find(it).plan()).isEqualTo("pro");
        assertThat(documents(it, Invoice.Kind.INVOICE).getFirst().total().minor()).isEqualTo(1999);
    }

    /** What is left of a year is credit, and months are paid by it. */
    @Test
    void anotherIntervalBeginsAPeriodAndLeavesCredit() throws SQLException {
        Subscription it = started("pro-year-eur-1");
        days(10, it);
        int before = provider.charges.get();

        PostgresChanges.Change made = change(it, "pro-month-eur-1");

        assertThat(made.made()).isTrue();
        assertThat(made.due().minor() == 0 || made.credit().compareTo(made.charge()) < 0).isTrue();
        assertThat(find(it).period()).isZero();
        assertThat(find(it).anchor()).isEqualTo(it.day(now));
        long credit = -balance(of(it), AccountKind.CREDIT, it.account().toString());
        assertThat(credit).isEqualTo(Math.max(0, made.credit().minor() - made.charge().minor()));
        assertThat(balance(of(it), AccountKind.RECEIVABLE, it.account().toString())).isZero();
        assertThat(provider.charges.get() - before).isEqualTo(made.due().isZero() ? 0 : 1);
    }

    @Test
    void aDeclinedChangeChangesNothing() throws SQLException {
        Subscription it = started("pro-month-eur-1");
        days(10, it);
        provider.declining.set(DeclineClass.HARD);

        assertThatThrownBy(() -> change(it, "big-month-eur-1"))
                .hasMessageContaining("card-declined");

        assertThat(find(it).plan()).isEqualTo("pro");
        assertThat(find(it).state()).isEqualTo(SubscriptionState.ACTIVE);
        assertThat(documents(it, Invoice.Kind.CREDIT_NOTE)).isEmpty();
        assertBooks(of(it), 1999, 0, 0);
        provider.declining.set(null);
        assertThat(change(it, "big-month-eur-1").made()).isTrue();
        assertThatThrownBy(() -> change(it, "big-month-eur-1"))
                .hasMessageContaining("field-invalid");
        assertThatThrownBy(() -> change(it, "no-such-price")).hasMessageContaining("price-gone");
    }

    @Test
    void whatWasShownOtherwiseIsNotCharged() throws SQLException {
        Subscription it = started("pro-month-eur-1");
        days(10, it);
        PostgresChanges.Shown shown =
                renewals.changes().preview(it.account(), it.id(), "big-month-eur-1", now).shown();
        int before = provider.charges.get();
        later(Duration.ofDays(1));

        assertThatThrownBy(() -> change(it, "big-month-eur-1", Optional.of(shown)))
                .hasMessageContaining("quote-changed");

        assertThat(provider.charges.get()).isEqualTo(before);
        assertThat(find(it).plan()).isEqualTo("pro");
        PostgresChanges.Shown again =
                renewals.changes().preview(it.account(), it.id(), "big-month-eur-1", now).shown();
        assertThat(again.due()).isNotEqualTo(shown.due());
        assertThat(change(it, "big-month-eur-1", Optional.of(again)).made()).isTrue();
        assertBooks(of(it), 1999 + again.due().minor(), 0, 0);
    }

    @Test
    void whatWasToComeDoesNotWhenItsOwnerStays() {
        Subscription it = started("big-month-eur-1");
        change(it, "pro-month-eur-1");
        assertThat(find(it).nextPrice()).isEqualTo("pro-month-eur-1");

        assertThat(change(it, "big-month-eur-1").made()).isTrue();

        assertThat(find(it).nextPrice()).isNull();
        days(35, it);
        assertThat(find(it).plan()).isEqualTo("big");
    }

    /** Six declined charges are not six cards that somebody tries out. */
    @Test
    void whatIsOwedIsPaidByHandOnceAndThatCardIsKept() throws Exception {
        Subscription it = started("pro-month-eur-1");
        provider.declining.set(DeclineClass.SOFT);
        days(57, it);
        assertThat(allowed(it)).isEqualTo(Entitlement.State.READ_ONLY);
        PostgresParticulars.Owed owed = particulars.of(it).owed().orElseThrow();
        assertThat(owed.due().minor()).isEqualTo(1999);

        Set<Id> pages = new HashSet<>();
        for (var click : PaymentsIT.together(8, () -> byHand(it))) {
            pages.add(click.get().id());
        }

        assertThat(pages).hasSize(1);
        Attempt page = byHand(it);
        assertThat(pages).containsExactly(page.id());
        assertThat(page.page()).startsWith("https://pay.test/");
        assertThat(page.returnUrl()).isEqualTo("https://shop.test/billing?back=true");
        assertThat(page.keepsCard()).isTrue();
        provider.pay(page.id(), page.amount(), Capture.AUTOMATIC);
        provider.card.set(new SavedCard("pm_2", "visa", "0005", YearMonth.of(2040, 12)));
        attempts.observe(page.id(), Refs.NONE);
        assertThat(find(it).state()).isEqualTo(SubscriptionState.ACTIVE);
        assertThat(allowed(it)).isEqualTo(Entitlement.State.ACTIVE);
        assertThat(particulars.of(it).owed()).isEmpty();
        provider.declining.set(null);
        days(40, it);
        assertThat(particulars.of(it).card().orElseThrow().last4()).isEqualTo("0005");
        assertThat(documents(it, Invoice.Kind.INVOICE))
                .extracting(Invoice::state)
                .containsOnly(Invoice.State.PAID);
        assertThatThrownBy(() -> byHand(it, owed.invoice())).hasMessageContaining("order-state");
        long invoiced =
                documents(it, Invoice.Kind.INVOICE).stream()
                        .mapToLong(invoice -> invoice.total().minor())
                        .sum();
        assertBooks(of(it), invoiced, 0, 0);
    }

    /** It has to be paid some day, so what is refused is refused for some time. */
    @Test
    void whoTriedTooOftenMayTryAgainLater() {
        Subscription it = started("pro-month-eur-1");
        provider.declining.set(DeclineClass.SOFT);
        days(33, it);
        for (int i = 0; i < 20; i++) {
            Attempt page = byHand(it);
            provider.expire(page.charge(), page.refs());
            attempts.observe(page.id(), page.refs());
        }
        assertThatThrownBy(() -> byHand(it)).hasMessageContaining("too-many-attempts");

        days(1, it);

        assertThat(byHand(it).page()).startsWith("https://pay.test/");
    }

    /** Not the card's fault is a page that nobody paid at, and the days go on. */
    @Test
    void aPageThatIsLeftChangesNothing() {
        Subscription it = started("pro-month-eur-1");
        provider.declining.set(DeclineClass.SOFT);
        days(33, it);
        Attempt page = byHand(it);

        days(1, it);
        provider.expire(page.charge(), page.refs());
        attempts.observe(page.id(), page.refs());

        assertThat(find(it).state()).isEqualTo(SubscriptionState.PAST_DUE);
        assertThat(byHand(it).id()).isNotEqualTo(page.id());
    }

    @Test
    void whatIsTakenBackIsNotPaidAnyMore() throws SQLException {
        Subscription it = started("pro-month-eur-1");
        provider.declining.set(DeclineClass.SOFT);
        days(60, it);
        Id owed = particulars.of(it).owed().orElseThrow().invoice();
        Attempt page = byHand(it);
        days(70, it);
        assertThat(find(it).state()).isEqualTo(SubscriptionState.CANCELLED);

        assertThatThrownBy(() -> byHand(it, owed)).hasMessageContaining("order-state");
        assertThatThrownBy(() -> payments.again(page.payment()))
                .hasMessageContaining("order-state");
        assertBooks(of(it), 1999, 0, 0);
    }

    @Test
    void aRenewalThatIsGivenBackHasACreditNote() throws SQLException {
        Subscription it = started("pro-month-eur-1");
        days(40, it);
        Invoice renewal = documents(it, Invoice.Kind.INVOICE).getFirst();
        Id payment = Objects.requireNonNull(renewal.payment());

        refunds.request(ids.next(IdKind.REFUND, payment), payment, 1999);

        Invoice note = documents(it, Invoice.Kind.CREDIT_NOTE).getFirst();
        assertThat(note.corrects()).isEqualTo(renewal.id());
        assertThat(note.refunds()).isTrue();
        assertThat(note.total()).isEqualTo(renewal.total());
        assertThat(note.tax()).isEqualTo(renewal.tax());
        assertBooks(of(it), 1999, 0, 0);
    }

    /** What a change has credited paid for the days of the new price, and is not given back too. */
    @Test
    void whatAChangeHasCreditedDoesNotGoBackOnceMore() throws SQLException {
        Subscription it = started("pro-month-eur-1");
        Id first = Objects.requireNonNull(documents(it, Invoice.Kind.INVOICE).getFirst().payment());
        days(10, it);
        long credited = change(it, "big-month-eur-1").credit().minor();
        Id refund = ids.next(IdKind.REFUND, first);

        assertThatThrownBy(() -> refunds.request(refund, first, 1999))
                .hasMessageContaining("refund-too-large");

        refunds.request(refund, first, 1999 - credited);
        assertThatThrownBy(() -> refunds.request(ids.next(IdKind.REFUND, first), first, 1))
                .hasMessageContaining("refund-too-large");
    }

    private PostgresChanges.Change change(Subscription it, String price) {
        return change(it, price, Optional.empty());
    }

    private PostgresChanges.Change change(
            Subscription it, String price, Optional<PostgresChanges.Shown> shown) {
        return driver.change(it.account(), it.id(), price, shown);
    }

    private Attempt byHand(Subscription it) {
        return byHand(it, particulars.of(it).owed().orElseThrow().invoice());
    }

    private Attempt byHand(Subscription it, Id invoice) {
        return payments.page(
                        particulars
                                .payable(it.account(), invoice)
                                .backTo(
                                        "https://shop.test/billing?back=true",
                                        "https://shop.test/billing"))
                .newest();
    }
}
