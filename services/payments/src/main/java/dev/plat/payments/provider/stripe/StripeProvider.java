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
import com.stripe.param.EventListParams;
import com.stripe.param.PaymentIntentCancelParams;
import com.stripe.param.PaymentIntentCaptureParams;
import com.stripe.param.RefundCreateParams;
import com.stripe.param.RefundListParams;
import com.stripe.param.checkout.SessionExpireParams;
import com.stripe.param.checkout.SessionListParams;
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
import dev.plat.payments.provider.Sighting;
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
    private static final long PAGE = 100;

    /** Sessions of one account: more than fit in the thirty days that are looked back. */
    private static final int PAGES_MAX = 10;

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
    public Outcome fetch(Charge charge, Refs refs) {
        String session = refs.session();
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
        return tried(
                Refs.NONE,
                () -> {
                    List<Outcome> found = new ArrayList<>();
                    for (String id : sessions(charge)) {
                        found.add(StripeOutcomes.of(session(id), charge));
                    }
                    return best(found);
                });
    }

    /** By the customer's list, which does not lag as the search does. */
    private List<String> sessions(Charge charge) throws StripeException {
        List<String> ours = new ArrayList<>();
        String after = null;
        for (int page = 0; page < PAGES_MAX; page++) {
            SessionListParams.Builder params =
                    SessionListParams.builder().setCustomer(charge.customer()).setLimit(PAGE);
            if (after != null) {
                params.setStartingAfter(after);
            }
            StripeCollection<Session> list = client.v1().checkout().sessions().list(params.build());
            for (Session session : list.getData()) {
                boolean marked =
                        session.getMetadata() != null
                                && charge.attempt()
                                        .toString()
                                        .equals(session.getMetadata().get(StripeOutcomes.ATTEMPT));
                if (marked) {
                    ours.add(session.getId());
                }
            }
            if (!Boolean.TRUE.equals(list.getHasMore()) || list.getData().isEmpty()) {
                break;
            }
            after = list.getData().getLast().getId();
        }
        return ours;
    }

    /** Of several pages the one where money moves; two of those are a contradiction. */
    private static Outcome best(List<Outcome> found) {
        List<Outcome> moving = found.stream().filter(StripeProvider::moves).toList();
        if (moving.size() > 1) {
            return new Outcome.Contradiction(Refs.NONE, "two pages of one attempt were paid");
        }
        return moving.stream()
                .findFirst()
                .or(() -> found.stream().filter(Outcome.ActionNeeded.class::isInstance).findFirst())
                .or(() -> found.stream().findFirst())
                .orElseGet(Outcome.NotFound::new);
    }

    private static boolean moves(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Succeeded _,
                    Outcome.Authorised _,
                    Outcome.Pending _,
                    Outcome.Contradiction _ ->
                    true;
            case Outcome.ActionNeeded _,
                    Outcome.Declined _,
                    Outcome.Voided _,
                    Outcome.Refused _,
                    Outcome.NotFound _,
                    Outcome.Unknown _ ->
                    false;
        };
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
        RefundListParams params =
                RefundListParams.builder()
                        .setPaymentIntent(repayment.intent())
                        .setLimit(PAGE)
                        .build();
        try {
            for (Refund refund : client.v1().refunds().list(params).getData()) {
                if (refund.getMetadata() != null
                        && repayment
                                .refund()
                                .toString()
                                .equals(refund.getMetadata().get(StripeOutcomes.REFUND))) {
                    return StripeOutcomes.of(refund, repayment);
                }
            }
            return new RepaymentOutcome.NotFound();
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
        EventListParams.Builder params =
                EventListParams.builder()
                        .setLimit(PAGE)
                        .setCreated(
                                EventListParams.Created.builder()
                                        .setGte(since.getEpochSecond())
                                        .build());
        before.ifPresent(params::setStartingAfter);
        try {
            StripeCollection<Event> list = client.v1().events().list(params.build());
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

    private static RequestOptions key(String key) {
        return RequestOptions.builder().setIdempotencyKey(key).build();
    }

    @Override
    public void close() {
        wire.close();
    }
}
