package dev.plat.payments.payment;

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
import dev.plat.router.core.ControlPoints;
import dev.plat.schemas.Id;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A provider in memory that may lose, delay and repeat its own failures, and forgets keys after a
 * day; with buyers who pay on any page that is open, seen or not. While {@link #calm} it does as it
 * is told, and nobody pays.
 */
final class ModelProvider implements PaymentProvider {

    private static final Duration KEYS = Duration.ofHours(24);
    private static final Duration LAG = Duration.ofMinutes(1);
    private static final Duration DECISION = Duration.ofDays(3);

    /** A page, and what was paid there. */
    static final class Session {

        final String id;
        final Charge charge;
        final Instant made;
        final Instant expires;
        String page = "open";
        String money = "none";
        Instant decided = Instant.MAX;
        long captured;

        Session(String id, Charge charge, Instant made) {
            this.id = id;
            this.charge = charge;
            this.made = made;
            // It takes what it is told; a page whose time is over lives for a day.
            this.expires =
                    charge.expires().isAfter(made)
                            ? charge.expires()
                            : made.plus(Duration.ofDays(1));
        }

        @Override
        public String toString() {
            return id + " of " + charge.attempt() + ", made " + made + ", " + page + ", " + money;
        }
    }

    private record Late(Instant at, Charge charge) {}

    private record Remembered(Session session, Instant at, boolean fails) {}

    final Map<String, Session> sessions = new LinkedHashMap<>();
    private final Map<String, Remembered> keys = new HashMap<>();
    private final List<Late> late = new ArrayList<>();
    private final boolean forgetsKeys;
    private final RandomGenerator random;
    private final ControlPoints points;
    private Instant now;
    boolean calm;

    /**
     * @param forgetsKeys as if each repeat had a key of its own
     */
    ModelProvider(boolean forgetsKeys, RandomGenerator random, Instant now, ControlPoints points) {
        this.forgetsKeys = forgetsKeys;
        this.random = random;
        this.now = now;
        this.points = points;
    }

    private boolean happens(int oneIn) {
        return !calm && random.nextInt(oneIn) == 0;
    }

    void at(Instant time) {
        late.sort(Comparator.comparing(Late::at));
        while (!late.isEmpty() && !late.getFirst().at().isAfter(time)) {
            Late one = late.removeFirst();
            to(one.at());
            make(one.charge());
        }
        to(time);
        for (Session session : sessions.values()) {
            if (session.page.equals("open") && !now.isBefore(session.expires)) {
                session.page = "expired";
            }
            if (session.money.equals("processing") && !now.isBefore(session.decided)) {
                decide(session, random.nextInt(4) > 0);
            }
            if (happens(6)) {
                pay(session);
            }
        }
    }

    private void to(Instant time) {
        now = time;
        keys.values().removeIf(it -> !now.isBefore(it.at().plus(KEYS)));
    }

    /** Somebody who has the page open, in whatever tab. */
    private void pay(Session session) {
        if (!session.page.equals("open") || happens(4)) {
            return;
        }
        session.page = "complete";
        if (happens(6)) {
            session.money = "processing";
            session.decided = now.plus(DECISION);
        } else {
            decide(session, true);
        }
    }

    private static void decide(Session session, boolean yes) {
        boolean manual = session.charge.capture() == Capture.MANUAL;
        session.money = yes ? manual ? "held" : "taken" : "declined";
        session.captured = yes && !manual ? session.charge.amount().minor() : 0;
    }

    private Remembered make(Charge charge) {
        String key = charge.key("open") + (forgetsKeys ? "/" + sessions.size() : "");
        return keys.computeIfAbsent(
                key,
                _ -> {
                    Session session = new Session("cs" + sessions.size(), charge, now);
                    sessions.put(session.id, session);
                    return new Remembered(session, now, happens(10));
                });
    }

    @Override
    public String name() {
        return "model";
    }

    @Override
    public Optional<String> customer(Id account) {
        return happens(6) ? Optional.empty() : Optional.of("cus");
    }

    @Override
    public Outcome open(Charge charge) {
        points.reach("provider.sent");
        if (happens(4)) {
            return new Outcome.Unknown("cut before");
        }
        if (happens(5)) {
            late.add(new Late(now.plusSeconds(random.nextInt(1, 1800)), charge));
            return new Outcome.Unknown("late");
        }
        Remembered made = make(charge);
        if (made.fails()) {
            return new Outcome.Unknown("500, and the same again for a day");
        }
        if (happens(3)) {
            return new Outcome.Unknown("cut after");
        }
        points.reach("provider.answered");
        return outcome(made.session());
    }

    private static Outcome outcome(Session session) {
        Refs refs = new Refs(session.id, session.money.equals("none") ? null : "pi" + session.id);
        return switch (session.money) {
            case "taken" ->
                    new Outcome.Succeeded(
                            refs, new Money(session.captured, session.charge.amount().currency()));
            case "held" -> new Outcome.Authorised(refs);
            case "processing" -> new Outcome.Pending(refs);
            case "declined" -> new Outcome.Declined(refs, DeclineClass.SOFT, "no");
            case "canceled" -> new Outcome.Voided(refs);
            default ->
                    session.page.equals("open")
                            ? new Outcome.ActionNeeded(
                                    refs,
                                    Optional.of("https://pay/" + session.id),
                                    Optional.empty())
                            : new Outcome.Voided(refs);
        };
    }

    @Override
    public Outcome charge(Charge charge) {
        throw new UnsupportedOperationException("all buyers are there");
    }

    @Override
    public Optional<SavedCard> card(Refs refs) {
        return Optional.empty();
    }

    @Override
    public Outcome fetch(Charge charge, Refs refs) {
        points.reach("provider.sent");
        if (happens(5)) {
            return new Outcome.Unknown("cut");
        }
        Session session =
                refs.session() == null
                        ? sessions.get(Objects.requireNonNull(refs.intent()).substring(2))
                        : sessions.get(refs.session());
        Outcome told = outcome(Objects.requireNonNull(session));
        points.reach("provider.answered");
        return told;
    }

    @Override
    public Outcome find(Charge charge) {
        points.reach("provider.sent");
        if (happens(5)) {
            return new Outcome.Unknown("cut");
        }
        return sessions.values().stream()
                .filter(it -> it.charge.attempt().equals(charge.attempt()))
                .filter(it -> !it.made.plus(LAG).isAfter(now))
                .map(ModelProvider::outcome)
                .findFirst()
                .orElseGet(Outcome.NotFound::new);
    }

    private interface Effect {
        boolean on(Session session);
    }

    /** Done or refused, and told or not. */
    private Outcome changed(Refs refs, Effect effect) {
        points.reach("provider.sent");
        if (happens(4)) {
            return new Outcome.Unknown("cut before");
        }
        Session session = Objects.requireNonNull(sessions.get(refs.session()));
        boolean done = effect.on(session);
        if (happens(4)) {
            return new Outcome.Unknown("cut after");
        }
        points.reach("provider.answered");
        return done ? outcome(session) : new Outcome.Refused("state", session.money);
    }

    @Override
    public Outcome capture(Charge charge, Refs refs, Money amount) {
        return changed(
                refs,
                session -> {
                    boolean held = session.money.equals("held");
                    if (held) {
                        session.money = "taken";
                        session.captured = amount.minor();
                    }
                    return held;
                });
    }

    @Override
    public Outcome expire(Charge charge, Refs refs) {
        return changed(
                refs,
                session -> {
                    boolean open = session.page.equals("open");
                    session.page = open ? "expired" : session.page;
                    return open;
                });
    }

    @Override
    public Outcome cancel(Charge charge, Refs refs) {
        return changed(
                refs,
                session -> {
                    boolean held = session.money.equals("held");
                    session.money = held ? "canceled" : session.money;
                    return held;
                });
    }

    @Override
    public RepaymentOutcome refund(Repayment repayment) {
        throw new UnsupportedOperationException("attempts do not refund");
    }

    @Override
    public RepaymentOutcome findRefund(Repayment repayment) {
        throw new UnsupportedOperationException("attempts do not refund");
    }

    @Override
    public ProviderEvent verify(byte[] body, String signature) {
        throw new UnsupportedOperationException("events are observed");
    }

    @Override
    public Optional<EventPage> events(Instant since, Optional<String> before) {
        throw new UnsupportedOperationException("events are observed");
    }

    @Override
    public Sighting look(ProviderEvent event) {
        throw new UnsupportedOperationException("events are observed");
    }
}
