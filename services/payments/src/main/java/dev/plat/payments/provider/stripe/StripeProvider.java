package dev.plat.payments.provider.stripe;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.Event;
import com.stripe.model.PaymentIntent;
import com.stripe.model.Refund;
import com.stripe.model.StripeCollection;
import com.stripe.model.checkout.Session;
import com.stripe.net.RequestOptions;
import com.stripe.param.CustomerCreateParams;
import com.stripe.param.PaymentIntentCancelParams;
import com.stripe.param.PaymentIntentCaptureParams;
import com.stripe.param.RefundCreateParams;
import com.stripe.param.checkout.SessionExpireParams;
import com.stripe.param.checkout.SessionRetrieveParams;
import dev.plat.payments.money.Money;
import dev.plat.payments.provider.Charge;
import dev.plat.payments.provider.EventPage;
import dev.plat.payments.provider.Outcome;
import dev.plat.payments.provider.PaymentProvider;
import dev.plat.payments.provider.ProviderEvent;
import dev.plat.payments.provider.Refs;
import dev.plat.payments.provider.Repayment;
import dev.plat.payments.provider.RepaymentOutcome;
import dev.plat.payments.provider.SavedCard;
import dev.plat.payments.provider.Sighting;
import dev.plat.payments.provider.Statement;
import dev.plat.schemas.Id;
import io.micronaut.json.JsonMapper;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Stripe as a provider: checkout sessions, whose page is Stripe's own, and what they move.
 *
 * <p>Threads: safe, and blocking.
 */
public final class StripeProvider implements PaymentProvider, AutoCloseable {

    private static final String INTENT = "payment_intent";

    private final StripeWire wire;
    private final StripeClient client;
    private final StripeSignature signature;
    private final StripeEvents events;

    /**
     * @param clock real time: signatures are held against it
     */
    public StripeProvider(StripeSettings settings, JsonMapper json, InstantSource clock) {
        this.wire = new StripeWire(settings);
        this.client =
                StripeClient.builder()
                        .setApiKey(settings.key())
                        .setApiBase(settings.base().toString().replaceFirst("/+$", ""))
                        .setHttpClient(wire)
                        .setMaxNetworkRetries(0)
                        .build();
        this.signature = new StripeSignature(settings.hookSecrets(), clock);
        this.events = new StripeEvents(json);
    }

    private interface Call {
        Outcome make() throws StripeException;
    }

    private static Outcome tried(Refs refs, Call call) {
        try {
            return call.make();
        } catch (StripeException e) {
            return StripeFailures.outcome(e, refs);
        }
    }

    @Override
    public String name() {
        return "stripe";
    }

    @Override
    public Optional<String> customer(Id account) {
        CustomerCreateParams params =
                CustomerCreateParams.builder()
                        .putMetadata(StripeOutcomes.ACCOUNT, account.toString())
                        .build();
        try {
            String id = client.v1().customers().create(params, key(account + "/customer")).getId();
            return Optional.ofNullable(id);
        } catch (StripeException e) {
            return Optional.empty();
        }
    }

    @Override
    public Outcome open(Charge charge) {
        return tried(
                Refs.NONE,
                () ->
                        StripeOutcomes.of(
                                client.v1()
                                        .checkout()
                                        .sessions()
                                        .create(StripePage.of(charge), key(charge.key("open"))),
                                charge));
    }

    @Override
    public Outcome charge(Charge charge) {
        return tried(
                Refs.NONE,
                () ->
                        StripeCards.outcome(
                                client.v1()
                                        .paymentIntents()
                                        .create(
                                                StripeCards.params(charge),
                                                key(charge.key("charge"))),
                                charge));
    }

    @Override
    public Optional<SavedCard> card(Refs refs) {
        try {
            return StripeCards.card(client, refs);
        } catch (StripeException e) {
            return Optional.empty();
        }
    }

    @Override
    public Outcome fetch(Charge charge, Refs refs) {
        String session = refs.session();
        if (charge.method() != null) {
            return tried(refs, () -> StripeCards.outcome(intent(refs), charge));
        }
        return tried(
                refs,
                () ->
                        session == null
                                ? StripeOutcomes.of(intent(refs), charge, refs)
                                : StripeOutcomes.of(session(session), charge));
    }

    private Session session(String id) throws StripeException {
        SessionRetrieveParams params = SessionRetrieveParams.builder().addExpand(INTENT).build();
        return client.v1().checkout().sessions().retrieve(id, params);
    }

    private PaymentIntent intent(Refs refs) throws StripeException {
        return client.v1().paymentIntents().retrieve(Objects.requireNonNull(refs.intent()));
    }

    @Override
    public Outcome find(Charge charge) {
        if (charge.method() != null) {
            return tried(Refs.NONE, () -> StripeCards.find(client, charge));
        }
        return tried(
                Refs.NONE,
                () -> {
                    List<Outcome> found = new ArrayList<>();
                    for (String id : StripeLists.pages(client, charge)) {
                        found.add(StripeOutcomes.of(session(id), charge));
                    }
                    return StripeLists.best(found);
                });
    }

    @Override
    public Outcome capture(Charge charge, Refs refs, Money amount) {
        PaymentIntentCaptureParams params =
                PaymentIntentCaptureParams.builder()
                        .setAmountToCapture(StripeAmounts.sent(amount))
                        .build();
        return tried(
                refs,
                () ->
                        StripeOutcomes.of(
                                client.v1()
                                        .paymentIntents()
                                        .capture(
                                                Objects.requireNonNull(refs.intent()),
                                                params,
                                                key(charge.key("capture"))),
                                charge,
                                refs));
    }

    @Override
    public Outcome expire(Charge charge, Refs refs) {
        SessionExpireParams params = SessionExpireParams.builder().addExpand(INTENT).build();
        return tried(
                refs,
                () ->
                        StripeOutcomes.of(
                                client.v1()
                                        .checkout()
                                        .sessions()
                                        .expire(
                                                Objects.requireNonNull(refs.session()),
                                                params,
                                                key(charge.key("expire"))),
                                charge));
    }

    @Override
    public Outcome cancel(Charge charge, Refs refs) {
        return tried(
                refs,
                () ->
                        StripeOutcomes.of(
                                client.v1()
                                        .paymentIntents()
                                        .cancel(
                                                Objects.requireNonNull(refs.intent()),
                                                PaymentIntentCancelParams.builder().build(),
                                                key(charge.key("cancel"))),
                                charge,
                                refs));
    }

    @Override
    public RepaymentOutcome refund(Repayment repayment) {
        RefundCreateParams params =
                RefundCreateParams.builder()
                        .setPaymentIntent(repayment.intent())
                        .setAmount(StripeAmounts.sent(repayment.amount()))
                        .putMetadata(StripeOutcomes.REFUND, repayment.refund().toString())
                        .putMetadata(StripeOutcomes.ATTEMPT, repayment.attempt().toString())
                        .build();
        try {
            Refund refund = client.v1().refunds().create(params, key(repayment.key()));
            return StripeOutcomes.of(refund, repayment);
        } catch (StripeException e) {
            return StripeFailures.repayment(e);
        }
    }

    @Override
    public RepaymentOutcome findRefund(Repayment repayment) {
        try {
            return StripeLists.refund(client, repayment)
                    .map(found -> StripeOutcomes.of(found, repayment))
                    .orElseGet(RepaymentOutcome.NotFound::new);
        } catch (StripeException e) {
            return new RepaymentOutcome.Unknown(StripeFailures.text(e));
        }
    }

    @Override
    public ProviderEvent verify(byte[] body, String header) {
        signature.check(body, header);
        return events.read(body);
    }

    @Override
    public Optional<EventPage> events(Instant since, Optional<String> before) {
        try {
            StripeCollection<Event> list = StripeLists.events(client, since, before);
            List<ProviderEvent> page = list.getData().stream().map(events::listed).toList();
            return Optional.of(
                    new EventPage(page, Boolean.TRUE.equals(list.getHasMore()) && !page.isEmpty()));
        } catch (StripeException e) {
            return Optional.empty();
        }
    }

    @Override
    public Sighting look(ProviderEvent event) {
        try {
            if (event.type().startsWith("checkout.session.")) {
                Session session = client.v1().checkout().sessions().retrieve(event.object());
                return StripeMarks.of(session);
            }
            if (event.type().startsWith("payment_intent.")) {
                return StripeMarks.of(client.v1().paymentIntents().retrieve(event.object()));
            }
            if (event.type().startsWith("refund.")) {
                return StripeMarks.of(client.v1().refunds().retrieve(event.object()));
            }
            return new Sighting.Foreign("of a kind that changes nothing here");
        } catch (StripeException e) {
            return StripeMarks.of(e);
        }
    }

    /** The account at Stripe, as Stripe has it. */
    public Statement statement() {
        return new StripeStatement(client);
    }

    private static RequestOptions key(String key) {
        return RequestOptions.builder().setIdempotencyKey(key).build();
    }

    @Override
    public void close() {
        wire.close();
    }
}
