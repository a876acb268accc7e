package dev.plat.payments.refund;

import dev.plat.payments.money.Money;
import dev.plat.payments.provider.Repayment;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One repayment of money that was taken.
 *
 * @param id a {@code REFUND} in the account's bucket; its text is the provider's key
 * @param attempt what took the money
 * @param intent the provider's name for that
 * @param ref the provider's name for the refund
 * @param sent how often it was asked for
 * @param firstSent when first since the provider last knew nothing of it
 * @param looks odd: the provider was asked right before, and has none
 * @param reason why it is over, or will be if nothing is found
 * @param due when it goes on by itself
 * @param settled how a person has ended it; null: nobody has, or they found that it went
 * @param next the number under which it was tried again
 */
public record Refund(
        Id id,
        Id payment,
        Id attempt,
        Id account,
        String intent,
        Money amount,
        RefundState state,
        @Nullable String ref,
        int sent,
        @Nullable Instant firstSent,
        int looks,
        @Nullable String reason,
        @Nullable Instant due,
        @Nullable RefundEnd settled,
        @Nullable Id next) {

    public Refund {
        if (id.kind() != IdKind.REFUND || amount.minor() <= 0) {
            throw new IllegalArgumentException("a refund's id and an amount");
        }
    }

    public static Refund created(
            Id id, Id payment, Id attempt, Id account, String intent, Money amount, Instant now) {
        return new Refund(
                id,
                payment,
                attempt,
                account,
                intent,
                amount,
                RefundState.CREATED,
                null,
                0,
                null,
                0,
                null,
                now,
                null,
                null);
    }

    /** As it is tried again: due at once. */
    public Refund following(Instant now) {
        return created(
                Objects.requireNonNull(next), payment, attempt, account, intent, amount, now);
    }

    /** Whether the provider has given it up, or nobody can tell, and no person has ended it. */
    public boolean waits() {
        return settled == null && (state == RefundState.FAILED || state == RefundState.REVIEW);
    }

    public Repayment repayment() {
        return new Repayment(id, attempt, intent, amount);
    }

    Refund with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return new Refund(
                id,
                payment,
                attempt,
                account,
                intent,
                amount,
                draft.state,
                draft.ref,
                draft.sent,
                draft.firstSent,
                draft.looks,
                draft.reason,
                draft.due,
                draft.settled,
                draft.next);
    }

    /** What changes of a refund while it lasts. */
    static final class Draft {

        RefundState state;
        @Nullable String ref;
        int sent;
        @Nullable Instant firstSent;
        int looks;
        @Nullable String reason;
        @Nullable Instant due;
        @Nullable RefundEnd settled;
        @Nullable Id next;

        private Draft(Refund from) {
            state = from.state;
            ref = from.ref;
            sent = from.sent;
            firstSent = from.firstSent;
            looks = from.looks;
            reason = from.reason;
            due = from.due;
            settled = from.settled;
            next = from.next;
        }
    }
}
