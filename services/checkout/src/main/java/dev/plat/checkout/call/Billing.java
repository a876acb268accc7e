package dev.plat.checkout.call;

import dev.plat.chassis.calls.ServiceClient;
import dev.plat.router.core.Deadline;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an account is on and what it was billed, as the payments service tells its owner.
 *
 * <p>Threads: safe; blocking.
 */
public final class Billing {

    private static final String SERVICE = "payments";
    private static final String SUBSCRIPTIONS = "/api/v1/subscriptions";
    private static final String INVOICES = "/api/v1/invoices";
    private static final Duration CALL_MAX = Duration.ofSeconds(10);

    /** The provider is asked meanwhile, and may take its time. */
    private static final Duration CHARGE_MAX = Duration.ofSeconds(45);

    private final ServiceClient client;

    public Billing(ServiceClient client) {
        this.client = client;
    }

    /**
     * What an account may do.
     *
     * @param state {@code active past-due read-only}
     */
    @Serdeable
    public record Entitled(String plan, String state, Map<String, Long> limits) {}

    /**
     * A plan that runs, or ran.
     *
     * @param state {@code active past-due suspended cancelled}
     * @param until the first day that is not paid
     * @param renews whether it goes on then
     * @param priceId of the catalogue
     * @param price of one period; null when it is not known any more
     * @param card that is charged then; null when none was left
     * @param next with which it goes on then; null: as it is
     * @param changing whether a change of it is being paid
     * @param owed what is not paid of it; null: nothing
     */
    @Serdeable
    public record Subscription(
            String subscription,
            String plan,
            String name,
            String priceId,
            Quotes.@Nullable Sum price,
            String interval,
            String state,
            String until,
            boolean renews,
            @Nullable Card card,
            @Nullable Next next,
            boolean changing,
            @Nullable Owed owed) {

        public boolean over() {
            return state.equals("cancelled");
        }

        /** Whether another price can be chosen for it. */
        public boolean changeable() {
            return state.equals("active") && renews && !changing;
        }

        /** What could not be charged, and is to be paid by hand. */
        public Optional<Owed> unpaid() {
            return state.equals("past-due") || state.equals("suspended")
                    ? Optional.ofNullable(owed)
                    : Optional.empty();
        }
    }

    /** The price of the next period. */
    @Serdeable
    public record Next(String priceId, String name, Quotes.Sum price, String interval) {}

    /** What is owed of an invoice. */
    @Serdeable
    public record Owed(String invoice, Quotes.Sum due) {}

    /** What people know a card by. */
    @Serdeable
    public record Card(String brand, String last4) {}

    @Serdeable
    record Subscriptions(List<Subscription> subscriptions) {}

    /**
     * An invoice or a credit note.
     *
     * @param kind {@code invoice} or {@code credit-note}
     * @param state {@code open paid void}, of a credit note {@code issued}
     * @param corrects of a credit note: the invoice
     * @param refund of a credit note: whether money goes back for it
     */
    @Serdeable
    public record Invoice(
            String invoice,
            String kind,
            String number,
            String date,
            Quotes.Sum total,
            String state,
            @Nullable String corrects,
            boolean refund) {

        public boolean note() {
            return kind.equals("credit-note");
        }

        public String title() {
            return note() ? "Credit note" : "Invoice";
        }

        /** Below zero where it is given back. */
        public Quotes.Sum signed() {
            return note() ? new Quotes.Sum(-total.amount(), total.currency()) : total;
        }
    }

    @Serdeable
    record Invoices(List<Invoice> invoices) {}

    @Serdeable
    record Nothing() {}

    public Entitled entitled(Id account) {
        return client.get(
                SERVICE, "/api/v1/entitlements", account, Entitled.class, Deadline.in(CALL_MAX));
    }

    public List<Subscription> subscriptions(Id account) {
        return client.get(
                        SERVICE, SUBSCRIPTIONS, account, Subscriptions.class, Deadline.in(CALL_MAX))
                .subscriptions();
    }

    /** It ends with what is paid. */
    public void cancel(Id account, String subscription) {
        turn(account, subscription, "cancel");
    }

    /** It goes on after all. */
    public void resume(Id account, String subscription) {
        turn(account, subscription, "resume");
    }

    /**
     * What a change comes to.
     *
     * @param charge for the days from {@code from} on, with tax
     * @param credit for the days that were paid and are not used, with tax
     * @param due what is charged now
     * @param from the first day of the new price
     */
    @Serdeable
    public record Shown(Quotes.Sum charge, Quotes.Sum credit, Quotes.Sum due, String from) {}

    @Serdeable
    record Wanted(String price, @Nullable Shown shown) {}

    /**
     * What a change to another price would cost now.
     *
     * @throws dev.plat.schemas.PlatException {@code order-state}, {@code price-gone}, {@code
     *     payment-in-progress}, {@code not-found}
     */
    public Shown preview(Id account, String subscription, String price) {
        return post(
                account, subscription, "preview", new Wanted(price, null), Shown.class, CALL_MAX);
    }

    /**
     * Makes it, if it still comes to what was shown.
     *
     * @throws dev.plat.schemas.PlatException as {@link #preview}, {@code quote-changed}, {@code
     *     card-declined}, {@code action-needed}
     */
    public void change(Id account, String subscription, String price, Shown shown) {
        post(account, subscription, "change", new Wanted(price, shown), Shown.class, CHARGE_MAX);
    }

    private void turn(Id account, String subscription, String how) {
        post(account, subscription, how, new Nothing(), Subscription.class, CALL_MAX);
    }

    private <T> T post(
            Id account,
            String subscription,
            String how,
            Object body,
            Class<T> answer,
            Duration most) {
        Id id = Id.parse(IdKind.SUBSCRIPTION, subscription);
        return client.post(
                SERVICE,
                SUBSCRIPTIONS + "/" + id + "/" + how,
                body,
                Optional.of(account),
                answer,
                Deadline.in(most));
    }

    public List<Invoice> invoices(Id account) {
        return client.get(SERVICE, INVOICES, account, Invoices.class, Deadline.in(CALL_MAX))
                .invoices();
    }

    @Serdeable
    record Returns(String returnUrl, String cancelUrl) {}

    @Serdeable
    record Opened(@Nullable String page) {}

    /**
     * Opens a page of the provider on which an open invoice is paid; the one that is open already
     * where there is one.
     *
     * @param back where the owner comes to when it is paid
     * @param away where they come to when it is not
     * @return empty when it has been paid just now
     * @throws dev.plat.schemas.PlatException {@code order-state} when nothing is owed of it, {@code
     *     payment-in-progress}, {@code too-many-attempts}, {@code not-found}
     */
    public Optional<String> pay(Id account, String invoice, String back, String away) {
        Id id = Id.parse(IdKind.INVOICE, invoice);
        return Optional.ofNullable(
                client.post(
                                SERVICE,
                                "/internal/v1/invoices/" + id + "/payment",
                                new Returns(back, away),
                                Optional.of(account),
                                Opened.class,
                                Deadline.in(CHARGE_MAX))
                        .page());
    }

    /** The document itself, HTML. */
    public byte[] document(Id account, String invoice) {
        Id id = Id.parse(IdKind.INVOICE, invoice);
        return client.bytes(SERVICE, INVOICES + "/" + id + ".html", account, Deadline.in(CALL_MAX));
    }
}
