package dev.plat.payments.store;

import dev.plat.payments.money.Money;
import dev.plat.payments.provider.Capture;
import dev.plat.payments.provider.Charge;
import dev.plat.payments.provider.DeclineClass;
import dev.plat.payments.provider.EventPage;
import dev.plat.payments.provider.Outcome;
import dev.plat.payments.provider.PaymentProvider;
import dev.plat.payments.provider.ProviderEvent;
import dev.plat.payments.provider.Refs;
import dev.plat.payments.provider.Repayment;
import dev.plat.payments.provider.RepaymentOutcome;
import dev.plat.payments.provider.SavedCard;
import dev.plat.payments.provider.Sighting;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A provider that does as it is told, and lets a test say what its buyers and bank do. */
final class CalmProvider implements PaymentProvider {

    /** What is so of each attempt, by the text of its id. */
    private final Map<String, Outcome> states = new ConcurrentHashMap<>();

    final Map<Id, RepaymentOutcome> refunds = new ConcurrentHashMap<>();
    final List<ProviderEvent> events = new ArrayList<>();
    final AtomicInteger charges = new AtomicInteger();
    final AtomicReference<@Nullable DeclineClass> declining = new AtomicReference<>();
    final AtomicReference<SavedCard> card =
            new AtomicReference<>(new SavedCard("pm_1", "visa", "4242", YearMonth.of(2040, 12)));
    final AtomicBoolean contradicting = new AtomicBoolean();
    final AtomicInteger looks = new AtomicInteger();

    /** What it says to have taken, whatever it was asked for. */
    final AtomicReference<@Nullable Money> answers = new AtomicReference<>();

    /** It does not say who an account is to it. */
    final AtomicBoolean nameless = new AtomicBoolean();

    /** It does what it is asked, and nobody hears of it. */
    final AtomicBoolean silent = new AtomicBoolean();

    private static Refs refs(Id attempt) {
        return new Refs("cs_" + attempt, "pi_" + attempt);
    }

    /** The buyer pays. */
    void pay(Id attempt, Money amount, Capture capture) {
        states.put(
                attempt.toString(),
                capture == Capture.MANUAL
                        ? new Outcome.Authorised(refs(attempt))
                        : new Outcome.Succeeded(refs(attempt), amount));
    }

    @Override
    public String name() {
        return "stripe";
    }

    @Override
    public Optional<String> customer(Id account) {
        return nameless.get() ? Optional.empty() : Optional.of("cus_" + account);
    }

    @Override
    public Outcome open(Charge charge) {
        return states.computeIfAbsent(
                charge.attempt().toString(),
                _ ->
                        new Outcome.ActionNeeded(
                                refs(charge.attempt()),
                                Optional.of("https://pay.test/" + charge.attempt()),
                                Optional.empty()));
    }

    /** Every card pays but the one that does not. */
    @Override
    public Outcome charge(Charge charge) {
        charges.incrementAndGet();
        if (charge.amount().compareTo(least().of(charge.amount().currency())) < 0) {
            return new Outcome.Refused("amount_too_small", "");
        }
        if (contradicting.get()) {
            return new Outcome.Contradiction(new Refs(null, null), "another customer's");
        }
        Outcome done =
                states.computeIfAbsent(
                        charge.attempt().toString(),
                        _ ->
                                declining.get() == null
                                        ? new Outcome.Succeeded(
                                                refs(charge.attempt()), charge.amount())
                                        : new Outcome.Declined(
                                                refs(charge.attempt()),
                                                declining.get(),
                                                "declined"));
        return silent.get() ? new Outcome.Unknown("no answer") : done;
    }

    @Override
    public Optional<SavedCard> card(Refs refs) {
        return Optional.of(card.get());
    }

    @Override
    public Outcome fetch(Charge charge, Refs refs) {
        return states.getOrDefault(charge.attempt().toString(), new Outcome.NotFound());
    }

    @Override
    public Outcome find(Charge charge) {
        return fetch(charge, Refs.NONE);
    }

    @Override
    public Outcome capture(Charge charge, Refs refs, Money amount) {
        Money other = answers.get();
        Money taken = other == null ? amount : other;
        states.put(charge.attempt().toString(), new Outcome.Succeeded(refs, taken));
        return fetch(charge, refs);
    }

    @Override
    public Outcome expire(Charge charge, Refs refs) {
        Outcome now = fetch(charge, refs);
        if (!(now instanceof Outcome.ActionNeeded)) {
            return new Outcome.Refused("session_not_open", "");
        }
        states.put(charge.attempt().toString(), new Outcome.Voided(refs));
        return new Outcome.Voided(refs);
    }

    @Override
    public Outcome cancel(Charge charge, Refs refs) {
        states.put(charge.attempt().toString(), new Outcome.Voided(refs));
        return new Outcome.Voided(refs);
    }

    @Override
    public RepaymentOutcome refund(Repayment repayment) {
        return refunds.computeIfAbsent(
                repayment.refund(), id -> new RepaymentOutcome.Done("re_" + id));
    }

    @Override
    public RepaymentOutcome findRefund(Repayment repayment) {
        return refunds.getOrDefault(repayment.refund(), new RepaymentOutcome.NotFound());
    }

    @Override
    public ProviderEvent verify(byte[] body, String signature) {
        throw new UnsupportedOperationException("nothing is signed here");
    }

    @Override
    public Optional<EventPage> events(Instant since, Optional<String> before) {
        List<ProviderEvent> found =
                events.reversed().stream().filter(it -> !it.created().isBefore(since)).toList();
        int from =
                before.map(id -> found.stream().map(ProviderEvent::id).toList().indexOf(id) + 1)
                        .orElse(0);
        List<ProviderEvent> page = found.stream().skip(from).limit(3).toList();
        return Optional.of(new EventPage(page, from + page.size() < found.size()));
    }

    @Override
    public Sighting look(ProviderEvent event) {
        looks.incrementAndGet();
        if (event.object().startsWith("rfnd_")) {
            return new Sighting.OfRefund(Id.parse(IdKind.REFUND, event.object()));
        }
        if (event.object().startsWith("att_")) {
            Id attempt = Id.parse(IdKind.ATTEMPT, event.object());
            return new Sighting.OfAttempt(attempt, refs(attempt));
        }
        return event.object().equals("busy")
                ? new Sighting.Unclear("busy")
                : new Sighting.Foreign("another's");
    }
}
