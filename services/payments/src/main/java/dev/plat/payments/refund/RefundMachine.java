package dev.plat.payments.refund;

import dev.plat.payments.payment.Schedule;
import dev.plat.payments.provider.RepaymentOutcome;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.PlatException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a refund asks for next and what an answer makes of it, by the same rules as an
 * attempt: what goes out is stored first; without an answer the provider's list is asked, and where
 * it has none the same is sent again with the same key, for twenty hours. Listed nothing a day
 * after it was sent: it never happened, and is sent as if it were the first.
 */
final class RefundMachine {

    private static final Duration PENDING_ASKED = Duration.ofHours(6);

    private final Guards guards;
    private final Duration lease;

    /**
     * @param lease longer than a call may take
     */
    RefundMachine(Guards guards, Duration lease) {
        this.guards = guards;
        this.lease = lease;
    }

    /** A refund as it is stored before the provider is asked; sends or asks what became of it. */
    record Begun(Refund refund, boolean sends) {}

    Optional<Begun> begin(Refund refund, Instant now) {
        if (refund.due() == null || refund.due().isAfter(now)) {
            return Optional.empty();
        }
        boolean sends = sends(refund, now);
        return Optional.of(
                new Begun(
                        refund.with(it -> {
                            it.due = now.plus(lease);
                            if (sends) {
                                it.looks += it.sent > 0 ? 1 : 0;
                                it.sent++;
                                it.firstSent = it.firstSent == null ? now : it.firstSent;
                                it.state = RefundState.UNKNOWN;
                            }
                        }),
                        sends));
    }

    private boolean sends(Refund refund, Instant now) {
        return switch (refund.state()) {
            case CREATED -> true;
            case UNKNOWN -> {
                boolean missing = !guards.askedFirst() || refund.looks() % 2 == 1;
                yield repeatable(refund, now) && (missing || !guards.repeatWindow());
            }
            case PENDING, DONE, FAILED, REVIEW -> false;
        };
    }

    private boolean repeatable(Refund refund, Instant now) {
        boolean known = !guards.repeatWindow() || Schedule.keyKnown(refund.firstSent(), now);
        return known && refund.reason() == null;
    }

    Refund hear(Refund refund, boolean sent, RepaymentOutcome outcome, Instant now) {
        if (refund.state() == RefundState.FAILED || refund.state() == RefundState.REVIEW) {
            return refund;
        }
        return switch (outcome) {
            case RepaymentOutcome.Done(String ref) -> ended(refund, RefundState.DONE, null, ref);
            // Also after it was done: banks send money back.
            case RepaymentOutcome.Failed(String why) ->
                    ended(refund, RefundState.FAILED, why, refund.ref());
            case RepaymentOutcome.Contradiction(String why) ->
                    ended(refund, RefundState.REVIEW, why, refund.ref());
            case RepaymentOutcome.Pending(String ref) ->
                    done(refund)
                            ? refund
                            : refund.with(it -> {
                                it.state = RefundState.PENDING;
                                it.ref = ref;
                                it.due = now.plus(PENDING_ASKED);
                            });
            case RepaymentOutcome.Refused(String why) -> refused(refund, sent, why, now);
            case RepaymentOutcome.NotFound _ -> missing(refund, now);
            case RepaymentOutcome.Unknown _ -> later(refund, now);
        };
    }

    private static boolean done(Refund refund) {
        return refund.state() == RefundState.DONE;
    }

    private static Refund refused(Refund refund, boolean sent, String why, Instant now) {
        if (done(refund) || !sent) {
            return later(refund, now);
        }
        return refund.sent() <= 1
                ? ended(refund, RefundState.FAILED, why, null)
                : later(refund.with(it -> it.reason = why), now);
    }

    private Refund missing(Refund refund, Instant now) {
        if (refund.state() != RefundState.UNKNOWN) {
            return later(refund, now);
        }
        if (repeatable(refund, now)) {
            return refund.with(it -> {
                it.looks |= 1;
                it.due = now;
            });
        }
        Instant first = refund.firstSent();
        if (first == null || now.isBefore(first.plus(Schedule.SETTLED))) {
            return later(refund, now);
        }
        if (refund.reason() != null) {
            return ended(refund, RefundState.FAILED, refund.reason(), null);
        }
        return refund.with(it -> {
            it.firstSent = null;
            it.sent = 0;
            it.looks = 0;
            it.state = RefundState.CREATED;
            it.due = now;
        });
    }

    private static Refund later(Refund refund, Instant now) {
        if (done(refund)) {
            return refund;
        }
        Instant since = refund.firstSent() == null ? now : refund.firstSent();
        return Schedule.next(since, now)
                .map(next -> refund.with(it -> it.due = next))
                .orElseGet(() ->
                        ended(
                                refund,
                                RefundState.REVIEW,
                                "no answer for thirty days",
                                refund.ref()));
    }

    /**
     * A person has looked, and ends it.
     *
     * @param next the number under which it is tried again; null where it is not
     * @throws PlatException {@code order-state} when it goes on by itself or was ended in another
     *     way, {@code field-invalid} for a number that is none
     */
    Refund settle(Refund refund, RefundEnd how, @Nullable Id next) {
        requireNumber(refund, how, next);
        boolean ended = how == RefundEnd.WENT && done(refund);
        boolean same = refund.settled() == how && Objects.equals(refund.next(), next);
        if (ended || (same && guards.settledOnce())) {
            return refund;
        }
        boolean waits =
                refund.state() == RefundState.FAILED || refund.state() == RefundState.REVIEW;
        boolean open = waits && (refund.settled() == null || !guards.settledOnce());
        boolean possible = how != RefundEnd.WENT || refund.state() == RefundState.REVIEW;
        if (!open || !possible) {
            throw new PlatException(
                    ErrorCode.ORDER_STATE,
                    "The refund does not stand so that this can be done.",
                    "value",
                    stands(refund),
                    "expected",
                    open ? "review" : "failed or review, and not settled");
        }
        return how == RefundEnd.WENT
                ? ended(refund, RefundState.DONE, null, refund.ref())
                : refund.with(it -> {
                    it.settled = how;
                    it.next = next;
                });
    }

    private static String stands(Refund refund) {
        RefundEnd end = refund.settled();
        return refund.state().text() + (end == null ? "" : ", settled: " + end.text());
    }

    private static void requireNumber(Refund refund, RefundEnd how, @Nullable Id next) {
        boolean wanted = how == RefundEnd.AGAIN;
        boolean fits =
                next == null
                        ? !wanted
                        : wanted
                                && next.kind() == IdKind.REFUND
                                && next.bucket().equals(refund.id().bucket())
                                && !next.equals(refund.id());
        if (!fits) {
            throw PlatException.invalidField(
                    "next",
                    String.valueOf(next),
                    wanted
                            ? "a new number of a refund, in the bucket of the payment"
                            : "none: it is not tried again");
        }
    }

    private static Refund ended(
            Refund refund, RefundState state, @Nullable String why, @Nullable String ref) {
        return refund.with(it -> {
            it.state = state;
            it.reason = why;
            it.ref = ref == null ? it.ref : ref;
            it.due = null;
        });
    }
}
