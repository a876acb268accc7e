package dev.plat.payments.payment;

import dev.plat.payments.operator.Said;
import dev.plat.payments.provider.Charge;
import dev.plat.payments.provider.Outcome;
import dev.plat.payments.provider.PaymentProvider;
import dev.plat.payments.provider.Refs;
import dev.plat.router.core.ControlPoints;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.PlatException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drives attempts: stores what it is about to ask, asks it outside any transaction, stores what it
 * heard. It may end at any point, and another goes on from what is stored.
 *
 * <p>Threads: safe; when two are at one attempt, both ask the same and what is heard counts once.
 */
public final class AttemptDriver {

    private static final Logger LOG = LoggerFactory.getLogger(AttemptDriver.class);
    private static final int BATCH = 100;

    /** Customer, page; or fetch, capture, fetch; and one to spare. */
    private static final int STEPS_MAX = 4;

    /** A connection and an answer fit in. */
    private static final Duration LEASE = Duration.ofSeconds(60);

    private final PaymentBook book;
    private final PaymentProvider provider;
    private final AttemptMachine machine;
    private final InstantSource clock;
    private final ControlPoints points;

    public AttemptDriver(
            PaymentBook book, PaymentProvider provider, InstantSource clock, ControlPoints points) {
        this(book, provider, new AttemptMachine(Guards.ALL, LEASE), clock, points);
    }

    AttemptDriver(
            PaymentBook book,
            PaymentProvider provider,
            AttemptMachine machine,
            InstantSource clock,
            ControlPoints points) {
        this.book = book;
        this.provider = provider;
        this.machine = machine;
        this.clock = clock;
        this.points = points;
    }

    /**
     * One step of each attempt that is due.
     *
     * @param turns runs them; a provider may take its time over each
     */
    public void advance(Executor turns) {
        for (Id attempt : book.due(clock.instant(), BATCH)) {
            turns.execute(() -> advance(attempt));
        }
    }

    /** As many steps of one attempt as are due. */
    public void drive(Id attempt) {
        for (int step = 0; step < STEPS_MAX && advance(attempt); step++) {
            // The next one is taken.
        }
    }

    /** The held money is to be taken; the first step towards it is made. */
    public void capture(Id attempt, long minor) {
        wish(attempt, found -> machine.capture(found, minor, clock.instant()));
    }

    /** Nothing shall come of it; the first step towards that is made. */
    public void cancel(Id attempt) {
        wish(attempt, found -> machine.cancel(found, clock.instant()));
    }

    /** Somebody waits for its page: what is not answered is asked at once. */
    public void hasten(Id attempt) {
        wish(attempt, found -> machine.hasten(found, clock.instant()));
    }

    /** The buyer wants to try again; the first step towards that is made. */
    public void expire(Id attempt) {
        wish(attempt, found -> machine.expire(found, clock.instant()));
    }

    /**
     * Ends one of which nobody but a person can tell. What was taken has its invoice then; where
     * nothing was, it may be tried again, and a renewal is.
     *
     * @param intent the provider's name of what took the money; null where it is known
     * @throws PlatException {@code not-found}; {@code order-state} when it does not wait for a
     *     person; {@code field-invalid} when money was taken by nobody knows what
     */
    public Attempt settle(Id attempt, AttemptEnd how, @Nullable String intent, Said said) {
        Attempt settled =
                book.settle(
                                attempt,
                                said,
                                (found, alone) ->
                                        Optional.of(machine.settle(found, how, intent, alone)))
                        .orElseThrow(() ->
                                new PlatException(
                                        ErrorCode.NOT_FOUND,
                                        "There is no such attempt.",
                                        "value",
                                        attempt.toString()));
        LOG.info(
                "attempt={} is ended by {}, {}: {}", attempt, said.by(), how.text(), said.reason());
        points.reach("attempt.settled");
        return settled;
    }

    private void wish(Id attempt, UnaryOperator<Attempt> wish) {
        book.change(attempt, (found, _) -> Optional.of(wish.apply(found)));
        points.reach("attempt.wished");
        drive(attempt);
    }

    /** One step, if it is due. */
    boolean advance(Id id) {
        AtomicReference<@Nullable Ask> asked = new AtomicReference<>();
        Optional<Attempt> begun =
                book.change(
                        id,
                        (found, _) ->
                                machine.begin(found, clock.instant())
                                        .map(step -> {
                                            asked.set(step.ask());
                                            return step.attempt();
                                        }));
        Ask ask = asked.get();
        if (begun.isEmpty() || ask == null) {
            return false;
        }
        points.reach("attempt.sent");
        if (ask == Ask.CUSTOMER) {
            name(begun.get());
        } else {
            Outcome outcome = ask(begun.get(), ask);
            LOG.debug("attempt={} {}: {}", id, ask, outcome);
            points.reach("attempt.answered");
            hear(id, ask, outcome);
        }
        points.reach("attempt.recorded");
        return true;
    }

    private void name(Attempt attempt) {
        Optional<String> known = book.customer(attempt.account());
        Optional<String> customer =
                known.isPresent()
                        ? known
                        : provider.customer(attempt.account())
                                .map(ref -> book.keepCustomer(attempt.account(), ref));
        book.change(
                attempt.id(),
                (found, _) -> Optional.of(machine.named(found, customer, clock.instant())));
    }

    private Outcome ask(Attempt attempt, Ask ask) {
        Charge charge = attempt.charge();
        return switch (ask) {
            case CUSTOMER -> throw new IllegalArgumentException("a customer is no outcome");
            case OPEN -> charge.method() == null ? provider.open(charge) : provider.charge(charge);
            case FETCH -> provider.fetch(charge, attempt.refs());
            case FIND -> provider.find(charge);
            case CAPTURE -> provider.capture(charge, attempt.refs(), attempt.wishAmount());
            case EXPIRE -> provider.expire(charge, attempt.refs());
            case CANCEL -> provider.cancel(charge, attempt.refs());
        };
    }

    /**
     * Something happened to it at the provider: what it is now is asked, and applied.
     *
     * @param refs by which the provider speaks of it
     * @return whether the provider said; else it is worth another try
     */
    public boolean observe(Id id, Refs refs) {
        Optional<Attempt> found = book.attempt(id);
        if (found.isEmpty() || found.get().customer() == null) {
            LOG.error("attempt={} is told of by the provider and not known here", id);
            return true;
        }
        Attempt attempt = found.get();
        Refs told =
                attempt.refs().session() == null || refs.session() == null
                        ? attempt.refs().or(refs)
                        : refs;
        Outcome outcome = provider.fetch(attempt.charge(), told);
        points.reach("inbox.fetched");
        if (outcome instanceof Outcome.Unknown) {
            return false;
        }
        hear(id, Ask.FETCH, outcome);
        return true;
    }

    private void hear(Id id, Ask ask, Outcome outcome) {
        Instant now = clock.instant();
        AtomicBoolean changed = new AtomicBoolean();
        Optional<Attempt> after =
                book.change(
                        id,
                        (found, alone) -> {
                            Attempt heard = machine.hear(found, ask, outcome, alone, now);
                            changed.set(heard.state() != found.state());
                            return Optional.of(heard);
                        });
        if (changed.get()) {
            after.ifPresent(AttemptDriver::tell);
        }
    }

    private static void tell(Attempt attempt) {
        if (attempt.state() == AttemptState.REVIEW) {
            LOG.error("attempt={} needs a person: {}", attempt.id(), attempt.reason());
        }
        if (attempt.surplus() && attempt.state() == AttemptState.CAPTURED) {
            LOG.error("attempt={} was taken too much, and goes back", attempt.id());
        }
    }
}
