package dev.plat.payments.refund;

import dev.plat.payments.money.Money;
import dev.plat.payments.provider.Repayment;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import java.time.Instant;
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
 * @param looks how often what became of it was asked
 * @param reason why it is over, or will be if nothing is found
 * @param due when it goes on by itself
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
        @Nullable Instant due) {

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
                now);
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
                draft.due);
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

        private Draft(Refund from) {
            state = from.state;
            ref = from.ref;
            sent = from.sent;
            firstSent = from.firstSent;
            looks = from.looks;
            reason = from.reason;
            due = from.due;
        }
    }
}
