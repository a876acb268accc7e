package dev.plat.payments.payment;

import dev.plat.payments.provider.Capture;
import dev.plat.payments.provider.Outcome;
import dev.plat.payments.provider.Refs;
import dev.plat.schemas.PlatException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an answer makes of an attempt. Answers may be old when they arrive, so what is nearer to the
 * money is never taken back by what is farther: a page that was open says nothing about money that
 * was taken. What a dead attempt still brings is let go or goes back, when another attempt lives.
 */
final class Hearing {

    private static final Duration CLOSED = Duration.ofMinutes(1);
    private static final Duration STILL_OPEN = Duration.ofMinutes(10);
    private static final Duration PENDING_ASKED = Duration.ofHours(1);
    private static final Duration HELD_ASKED = Duration.ofDays(1);

    private final Guards guards;

    Hearing(Guards guards) {
        this.guards = guards;
    }

    Attempt hear(Attempt attempt, Ask ask, Outcome outcome, boolean alone, Instant now) {
        if (attempt.state() == AttemptState.CAPTURED || attempt.state() == AttemptState.REVIEW) {
            return attempt;
        }
        Attempt heard = told(attempt, ask, outcome, alone, now);
        // Beside one that lives it must not count as living, too.
        return heard.state() == AttemptState.REVIEW && !alone
                ? heard.with(it -> it.surplus = true)
                : heard;
    }

    private Attempt told(Attempt attempt, Ask ask, Outcome outcome, boolean alone, Instant now) {
        return switch (outcome) {
            case Outcome.Succeeded it when stranger(attempt, it.refs()) -> twice(attempt);
            case Outcome.Authorised it when stranger(attempt, it.refs()) -> twice(attempt);
            case Outcome.Succeeded it -> succeeded(attempt, it, alone);
            case Outcome.Authorised it -> authorised(attempt, it.refs(), alone, now);
            case Outcome.Pending it -> pending(attempt, it.refs(), now);
            case Outcome.ActionNeeded it -> action(attempt, ask, it, alone, now);
            case Outcome.Declined it -> declined(attempt, ask, it, now);
            case Outcome.Voided it -> voided(attempt, it.refs());
            case Outcome.Refused it -> refused(attempt, ask, it, now);
            case Outcome.NotFound _ -> missing(attempt, ask, now);
            case Outcome.Unknown _ -> unknown(attempt, now);
            case Outcome.Contradiction it ->
                    known(ended(attempt, AttemptState.REVIEW, it.reason()), it.refs());
        };
    }

    private static boolean stranger(Attempt attempt, Refs refs) {
        String ours = attempt.refs().session();
        return ours != null && refs.session() != null && !ours.equals(refs.session());
    }

    private static Attempt twice(Attempt attempt) {
        return ended(attempt, AttemptState.REVIEW, "the provider has two pages of it");
    }

    private static Attempt succeeded(Attempt attempt, Outcome.Succeeded told, boolean alone) {
        long minor = told.captured().minor();
        boolean expected =
                attempt.capture() == Capture.AUTOMATIC
                        ? minor == attempt.amount().minor()
                        : minor > 0
                                && minor <= attempt.amount().minor()
                                && (attempt.wish() != Wish.CAPTURE || minor == attempt.wishMinor());
        if (!expected) {
            return known(
                    ended(attempt, AttemptState.REVIEW, "taken: " + told.captured()), told.refs());
        }
        return captured(known(attempt, told.refs()), minor, alone);
    }

    private static Attempt captured(Attempt attempt, long minor, boolean alone) {
        return attempt.with(it -> {
            it.state = AttemptState.CAPTURED;
            it.captured = minor;
            it.surplus = !alone;
            it.page = null;
            it.reason = null;
            it.due = null;
            it.noWish();
        });
    }

    /**
     * What is pasted from another case would send refunds to another's card.
     *
     * @throws PlatException {@code field-invalid} for another name than the known one
     */
    static void requireKnown(Attempt attempt, @Nullable String intent) {
        String known = attempt.refs().intent();
        if (known != null && intent != null && !intent.equals(known)) {
            throw PlatException.invalidField(
                    "intent",
                    intent,
                    known + "; where something else took the money it is ended as nothing");
        }
    }

    /** A person has seen it at the provider: the part that was asked for, or else all of it. */
    static Attempt taken(Attempt attempt, @Nullable String intent, boolean alone) {
        Attempt known = known(attempt, new Refs(null, intent));
        if (known.refs().intent() == null) {
            throw PlatException.invalidField(
                    "intent", "", "the provider's name of what took the money, such as pi_…");
        }
        long part = attempt.wishMinor();
        return captured(known, part > 0 ? part : attempt.amount().minor(), alone);
    }

    private static Attempt authorised(Attempt attempt, Refs refs, boolean alone, Instant now) {
        if (attempt.capture() == Capture.AUTOMATIC) {
            return known(
                    ended(attempt, AttemptState.REVIEW, "held, where it was to be taken"), refs);
        }
        return known(attempt, refs)
                .with(it -> {
                    if (!alone) {
                        it.surplus = true;
                        it.wish = Wish.CANCEL;
                        it.wished = it.wished == null ? now : it.wished;
                    }
                    it.state = AttemptState.AUTHORISED;
                    it.page = null;
                    it.reason = null;
                    if (it.wish == Wish.EXPIRE) {
                        it.noWish();
                    }
                    boolean wanted = it.wish != Wish.NONE;
                    it.due = wanted ? again(it, now) : now.plus(HELD_ASKED);
                    it.wishSent = false;
                });
    }

    /** At once, but where that did not help later and later. */
    private static Instant again(Attempt.Draft it, Instant now) {
        Instant since = it.wished == null ? now : it.wished;
        return it.looks <= 2 ? now : Schedule.next(since, now).orElse(now.plus(HELD_ASKED));
    }

    private static Attempt pending(Attempt attempt, Refs refs, Instant now) {
        if (!attempt.state().open()) {
            return attempt;
        }
        return known(attempt, refs)
                .with(it -> {
                    it.state = AttemptState.PENDING;
                    it.page = null;
                    it.due = now.plus(PENDING_ASKED);
                });
    }

    private static Attempt action(
            Attempt attempt, Ask ask, Outcome.ActionNeeded told, boolean alone, Instant now) {
        boolean raised = attempt.state() == AttemptState.ERRORED;
        if ((!attempt.state().open() && !raised) || stranger(attempt, told.refs())) {
            return attempt;
        }
        if (attempt.refs().or(told.refs()).session() == null) {
            // Of a page that only its movement is known of, nobody could be shown the way.
            return attempt;
        }
        return known(attempt, told.refs())
                .with(it -> {
                    it.state = AttemptState.ACTION;
                    it.page = told.page().orElse(it.page);
                    it.reason = told.declined().orElse(null);
                    if (raised) {
                        it.surplus = !alone;
                        it.wish = Wish.CANCEL;
                        it.wished = now;
                        it.wishSent = false;
                    }
                    if (it.wish == Wish.NONE) {
                        Instant closed = attempt.expires().plus(CLOSED);
                        it.due = closed.isAfter(now) ? closed : now.plus(STILL_OPEN);
                        return;
                    }
                    if (ask == Ask.FETCH) {
                        it.wishSent = false;
                    }
                    it.due = again(it, now);
                });
    }

    private static Attempt declined(Attempt attempt, Ask ask, Outcome.Declined told, Instant now) {
        if (attempt.state() == AttemptState.AUTHORISED && ask != Ask.FETCH) {
            return later(attempt, now);
        }
        return attempt.state().dead()
                ? attempt
                : known(ended(attempt, AttemptState.DECLINED, told.reason()), told.refs())
                        .with(it -> it.decline = told.kind());
    }

    private static Attempt voided(Attempt attempt, Refs refs) {
        return attempt.state().dead() || stranger(attempt, refs)
                ? attempt
                : known(ended(attempt, AttemptState.VOIDED, "expired or cancelled"), refs);
    }

    /**
     * Of the first call a refusal is the last word; a later one may meet what an earlier one did.
     */
    private static Attempt refused(Attempt attempt, Ask ask, Outcome.Refused told, Instant now) {
        String why = told.code() + " " + told.reason();
        return switch (ask) {
            case OPEN ->
                    attempt.sent() <= 1 && attempt.state().open()
                            ? ended(attempt, AttemptState.ERRORED, why)
                            : later(attempt.with(it -> it.reason = why), now);
            // It is not open any more, or was taken: what it is now is asked at once.
            case EXPIRE, CANCEL, CAPTURE ->
                    attempt.with(it -> it.due = it.due == null ? null : again(it, now));
            case CUSTOMER, FETCH, FIND -> later(attempt, now);
        };
    }

    /** Whether what was sent may be sent again: its key is remembered, and it was not refused. */
    boolean repeatable(Attempt attempt, Instant now) {
        boolean known = !guards.repeatWindow() || Schedule.keyKnown(attempt.firstSent(), now);
        return known && attempt.reason() == null;
    }

    private Attempt missing(Attempt attempt, Ask ask, Instant now) {
        boolean unanswered = ask == Ask.FIND && attempt.state().open() && attempt.refs().none();
        if (unanswered && attempt.sent() > 0 && repeatable(attempt, now)) {
            return attempt.with(it -> {
                it.state = AttemptState.UNKNOWN;
                it.looks |= 1;
                it.due = now;
            });
        }
        Instant first = attempt.firstSent();
        boolean settled = first != null && !now.isBefore(first.plus(Schedule.SETTLED));
        if (unanswered && settled) {
            String why = attempt.reason() == null ? "it never came to be" : attempt.reason();
            return ended(attempt, AttemptState.ERRORED, why);
        }
        if (ask == Ask.FETCH && !attempt.state().dead()) {
            return ended(attempt, AttemptState.REVIEW, "the provider does not know it any more");
        }
        return later(attempt, now);
    }

    private Attempt unknown(Attempt attempt, Instant now) {
        if (attempt.state() == AttemptState.SENT && !guards.queryFirst()) {
            return ended(attempt, AttemptState.ERRORED, "no answer");
        }
        return later(attempt, now);
    }

    private static Attempt later(Attempt attempt, Instant now) {
        if (attempt.state().dead()) {
            return attempt;
        }
        Instant wished = attempt.wished();
        Instant first = attempt.firstSent() == null ? now : attempt.firstSent();
        Optional<Instant> next = Schedule.next(wished == null ? first : wished, now);
        if (next.isEmpty()) {
            return ended(attempt, AttemptState.REVIEW, "no answer for thirty days");
        }
        return attempt.with(it -> {
            it.state = it.state == AttemptState.SENT ? AttemptState.UNKNOWN : it.state;
            it.due = next.get();
        });
    }

    private static Attempt known(Attempt attempt, Refs refs) {
        return attempt.with(it -> it.refs = it.refs.or(refs));
    }

    static Attempt ended(Attempt attempt, AttemptState state, String why) {
        return attempt.with(it -> {
            it.state = state;
            it.page = null;
            it.reason = why.length() > 300 ? why.substring(0, 300) : why;
            it.due = null;
            it.surplus = false;
            it.noWish();
            if (state == AttemptState.REVIEW && attempt.wish() == Wish.CAPTURE) {
                it.wishMinor = attempt.wishMinor();
            }
        });
    }
}
