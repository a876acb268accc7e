package dev.plat.payments.payment;

import dev.plat.payments.provider.Outcome;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides, without doing anything, what an attempt asks for next; {@link Hearing} decides what an
 * answer makes of it.
 *
 * <p>That something goes out is stored first: after a crash nobody believes that nothing was sent.
 * For twenty hours the same call with the same key is the question what became of it. Later the
 * provider may have forgotten the key and would do it again, so from then on its lists are asked;
 * and in turn with repeats before, because a provider may repeat its own failure as long as it
 * remembers the key. What was asked of a page or of held money is asked about before it is asked
 * again. Until all that is known the attempt lives, and no other begins.
 */
final class AttemptMachine {

    private final Guards guards;
    private final Duration lease;
    private final Hearing hearing;

    /**
     * @param lease longer than a call may take, so that two rarely work at one attempt
     */
    AttemptMachine(Guards guards, Duration lease) {
        this.guards = guards;
        this.lease = lease;
        this.hearing = new Hearing(guards);
    }

    /**
     * An attempt as it is stored before the provider is asked.
     *
     * @param ask null when it ended without a question
     */
    record Begun(Attempt attempt, @Nullable Ask ask) {}

    /** Takes it up, if it is due. */
    Optional<Begun> begin(Attempt attempt, Instant now) {
        if (attempt.due() == null || attempt.due().isAfter(now)) {
            return Optional.empty();
        }
        if (attempt.state() == AttemptState.CREATED && !now.isBefore(attempt.expires())) {
            return Optional.of(
                    new Begun(Hearing.ended(attempt, AttemptState.ERRORED, "never sent"), null));
        }
        Ask ask = next(attempt, now);
        return Optional.of(
                new Begun(
                        attempt.with(it -> {
                            it.due = now.plus(lease);
                            it.epoch++;
                            it.wishSent |=
                                    ask == Ask.CAPTURE || ask == Ask.EXPIRE || ask == Ask.CANCEL;
                            boolean again = it.sent > 0 || it.wishSent;
                            it.looks += again && ask != Ask.FIND ? 1 : 0;
                            if (ask == Ask.OPEN) {
                                it.sent++;
                                it.firstSent = it.firstSent == null ? now : it.firstSent;
                                it.state =
                                        it.state == AttemptState.CREATED
                                                ? AttemptState.SENT
                                                : AttemptState.UNKNOWN;
                            }
                        }),
                        ask));
    }

    private Ask next(Attempt attempt, Instant now) {
        return switch (attempt.state()) {
            case CREATED -> attempt.customer() == null ? Ask.CUSTOMER : Ask.OPEN;
            case SENT, UNKNOWN -> unanswered(attempt, now);
            case ACTION -> closing(attempt) && !attempt.wishSent() ? Ask.EXPIRE : Ask.FETCH;
            case AUTHORISED -> held(attempt);
            case PENDING, CAPTURED, DECLINED, ERRORED, VOIDED, REVIEW -> Ask.FETCH;
        };
    }

    private Ask unanswered(Attempt attempt, Instant now) {
        if (!attempt.refs().none()) {
            return Ask.FETCH;
        }
        // A provider that has forgotten the key would make another: it is asked before each repeat.
        boolean missing = !guards.repeatWindow() || attempt.looks() % 2 == 1;
        return missing && hearing.repeatable(attempt, now) ? Ask.OPEN : Ask.FIND;
    }

    private static Ask held(Attempt attempt) {
        if (attempt.wishSent()) {
            return Ask.FETCH;
        }
        return switch (attempt.wish()) {
            case CAPTURE -> Ask.CAPTURE;
            case CANCEL -> Ask.CANCEL;
            case NONE, EXPIRE -> Ask.FETCH;
        };
    }

    private static boolean closing(Attempt attempt) {
        return attempt.wish() == Wish.EXPIRE || attempt.wish() == Wish.CANCEL;
    }

    /** The provider's name for the account is known; empty: it did not say. */
    Attempt named(Attempt attempt, Optional<String> customer, Instant now) {
        if (attempt.state() != AttemptState.CREATED) {
            return attempt;
        }
        return attempt.with(it -> {
            it.customer = customer.orElse(it.customer);
            it.due = customer.isPresent() ? now : now.plus(Duration.ofSeconds(10));
        });
    }

    /**
     * What an answer makes of it.
     *
     * @param alone whether no other attempt of its payment lives
     */
    Attempt hear(Attempt attempt, Ask ask, Outcome outcome, boolean alone, Instant now) {
        return hearing.hear(attempt, ask, outcome, alone, now);
    }

    /**
     * The held money is to be taken.
     *
     * @throws PlatException {@code order-state} when none is held, or another amount is being taken
     */
    Attempt capture(Attempt attempt, long minor, Instant now) {
        boolean same = attempt.wish() == Wish.CAPTURE && attempt.wishMinor() == minor;
        boolean done =
                attempt.state() == AttemptState.CAPTURED
                        && !attempt.surplus()
                        && attempt.captured() == minor;
        if (same || done) {
            return attempt;
        }
        if (attempt.state() != AttemptState.AUTHORISED
                || attempt.wish() == Wish.CAPTURE
                || attempt.wish() == Wish.CANCEL) {
            throw state(attempt, "money that is held, and not being taken or let go");
        }
        return wishing(attempt, Wish.CAPTURE, minor, now);
    }

    /**
     * Nothing shall come of it.
     *
     * @throws PlatException {@code order-state} when the money was taken, or is being taken
     */
    Attempt cancel(Attempt attempt, Instant now) {
        if (attempt.state() == AttemptState.CAPTURED || attempt.wish() == Wish.CAPTURE) {
            throw state(attempt, "money that was not taken; what was taken is refunded");
        }
        if (attempt.wish() == Wish.CANCEL
                || attempt.state().dead()
                || attempt.state() == AttemptState.REVIEW) {
            return attempt;
        }
        return attempt.state() == AttemptState.CREATED
                ? Hearing.ended(attempt, AttemptState.VOIDED, "cancelled before it was sent")
                : wishing(attempt, Wish.CANCEL, 0, now);
    }

    /** Somebody waits for the page: what is not answered is asked now, unless it just is. */
    Attempt hasten(Attempt attempt, Instant now) {
        Instant due = attempt.due();
        boolean unanswered = attempt.state() == AttemptState.UNKNOWN && attempt.refs().none();
        return unanswered && due != null && due.isAfter(now.plus(lease))
                ? attempt.with(it -> it.due = now)
                : attempt;
    }

    /** Nothing more is to be paid: the open page is to be closed, and none comes after it. */
    Attempt expire(Attempt attempt, Instant now) {
        if (attempt.state() == AttemptState.CREATED && attempt.method() == null) {
            return Hearing.ended(attempt, AttemptState.VOIDED, "closed before it was sent");
        }
        if (attempt.state() == AttemptState.UNKNOWN) {
            return hasten(attempt, now);
        }
        if (attempt.state() == AttemptState.ACTION && !guards.expireFirst()) {
            return Hearing.ended(attempt, AttemptState.VOIDED, "another was asked for");
        }
        return attempt.state() == AttemptState.ACTION && attempt.wish() == Wish.NONE
                ? wishing(attempt, Wish.EXPIRE, 0, now)
                : attempt;
    }

    /**
     * A person has looked, and ends it; the same again changes nothing.
     *
     * @param intent the provider's name of what took the money; null where it is known, and else
     *     the known one
     * @param alone whether no other attempt of its payment lives; else it is too much
     * @throws PlatException {@code order-state} when it does not wait for a person, {@code
     *     field-invalid} when money was taken by nobody knows what, or by something else than what
     *     is known
     */
    Attempt settle(Attempt attempt, AttemptEnd how, @Nullable String intent, boolean alone) {
        boolean taken = how == AttemptEnd.TAKEN;
        AttemptState end = taken ? AttemptState.CAPTURED : AttemptState.VOIDED;
        boolean done = attempt.state() == end;
        if (!done && attempt.state() != AttemptState.REVIEW && guards.reviewed()) {
            throw state(attempt, "review");
        }
        if (taken) {
            Hearing.requireKnown(attempt, intent);
        }
        if (done) {
            return attempt;
        }
        return taken
                ? Hearing.taken(attempt, intent, alone)
                : Hearing.ended(attempt, AttemptState.VOIDED, "ended by a person");
    }

    private static Attempt wishing(Attempt attempt, Wish wish, long minor, Instant now) {
        return attempt.with(it -> {
            it.wish = wish;
            it.wishMinor = minor;
            it.wished = now;
            it.wishSent = false;
            it.looks = 0;
            boolean asked = it.state == AttemptState.ACTION || it.state == AttemptState.AUTHORISED;
            it.due = asked ? now : it.due;
        });
    }

    private static PlatException state(Attempt attempt, String expected) {
        return new PlatException(
                ErrorCode.ORDER_STATE,
                "The payment does not stand so that this can be done.",
                "value",
                attempt.state().text(),
                "expected",
                expected);
    }
}
