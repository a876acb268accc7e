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
     * @param card that is charged then; null when none was left
     */
    @Serdeable
    public record Subscription(
            String subscription,
            String plan,
            String name,
            Quotes.@Nullable Sum price,
            String interval,
            String state,
            String until,
            boolean renews,
            @Nullable Card card) {

        public boolean over() {
            return state.equals("cancelled");
        }
    }

    /** What people know a card by. */
    @Serdeable
    public record Card(String brand, String last4) {}

    @Serdeable
    record Subscriptions(List<Subscription> subscriptions) {}

    /**
     * An invoice or a credit note.
     *
     * @param kind {@code invoice} or {@code credit-note}
     */
    @Serdeable
    public record Invoice(
            String invoice,
            String kind,
            String number,
            String date,
            Quotes.Sum total,
            String state) {}

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

    private void turn(Id account, String subscription, String how) {
        Id id = Id.parse(IdKind.SUBSCRIPTION, subscription);
        client.post(
                SERVICE,
                SUBSCRIPTIONS + "/" + id + "/" + how,
                new Nothing(),
                Optional.of(account),
                Subscription.class,
                Deadline.in(CALL_MAX));
    }

    public List<Invoice> invoices(Id account) {
        return client.get(SERVICE, INVOICES, account, Invoices.class, Deadline.in(CALL_MAX))
                .invoices();
    }

    /** The document itself, HTML. */
    public byte[] document(Id account, String invoice) {
        Id id = Id.parse(IdKind.INVOICE, invoice);
        return client.bytes(SERVICE, INVOICES + "/" + id + ".html", account, Deadline.in(CALL_MAX));
    }
}
