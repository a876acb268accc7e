package dev.plat.payments.reconcile;

import dev.plat.payments.money.Money;
import dev.plat.payments.provider.Movement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides, without doing anything, what a movement is to us.
 *
 * <p>The idea: whatever we book of a buyer's money is written down as expected, in the same
 * transaction. A movement takes the expectation it names, once; so of two movements for one fact
 * only one can be right, whichever comes first and whoever looks. What the provider moved beyond
 * that is booked to suspense, so that our clearing account always comes to the provider's balance:
 * a difference is a named sum and never a hole.
 */
final class Judge {

    private final Guards guards;

    Judge(Guards guards) {
        this.guards = guards;
    }

    /**
     * Of a movement that names something.
     *
     * @param intent what took the money, as the provider says; null when it does not
     * @param ours empty when we do not know what it names
     * @param asked whether ours was just held against the provider
     */
    Judgement of(Movement movement, @Nullable String intent, Optional<Ours> ours, boolean asked) {
        if (ours.isEmpty()) {
            return new Judgement.Suspense("what it names is not known here");
        }
        return switch (movement.kind()) {
            case CHARGE, REFUND, REFUND_FAILED -> fact(movement, intent, ours.get(), asked);
            case DISPUTE -> dispute(movement, ours.get());
            case PAYOUT, FEE, OTHER -> alone(movement);
        };
    }

    /** Of a movement that nobody's attempt or refund is behind. */
    static Judgement alone(Movement movement) {
        return switch (movement.kind()) {
            case PAYOUT, FEE -> new Judgement.Matched();
            case CHARGE, REFUND, REFUND_FAILED, DISPUTE, OTHER ->
                    new Judgement.Suspense("without a mark of ours");
        };
    }

    private Judgement fact(Movement movement, @Nullable String intent, Ours ours, boolean asked) {
        Money expected = ours.expected();
        if (expected == null) {
            return asked && ours.last()
                    ? new Judgement.AmountDiff(
                            movement.amount(), "nothing was booked: ours is " + ours.state())
                    : new Judgement.MissingOurs("ours is " + ours.state());
        }
        String metBy = ours.metBy();
        if (movement.id().equals(metBy)) {
            return same(movement, expected);
        }
        boolean stranger = intent != null && ours.intent() != null && !intent.equals(ours.intent());
        if (guards.claims() && (metBy != null || stranger)) {
            return second(movement, stranger ? "by " + intent + " beside " + ours.intent() : metBy);
        }
        return same(movement, expected);
    }

    private static Judgement same(Movement movement, Money expected) {
        if (movement.amount().equals(expected)) {
            return new Judgement.Matched();
        }
        boolean comparable = movement.amount().currency() == expected.currency();
        String reason = "the provider moved " + movement.amount() + ", ours is " + expected;
        return new Judgement.AmountDiff(
                comparable ? movement.amount().minus(expected) : movement.amount(), reason);
    }

    /** Money that came twice is owed; money that went twice is gone until somebody finds it. */
    private static Judgement second(Movement movement, @Nullable String other) {
        return movement.kind() == Movement.Kind.CHARGE
                ? new Judgement.Duplicate("taken again: " + other)
                : new Judgement.AmountDiff(movement.amount(), "moved again: " + other);
    }

    private static Judgement dispute(Movement movement, Ours ours) {
        boolean back = !movement.amount().isNegative();
        return back && !ours.disputed()
                ? new Judgement.MissingOurs("brought back before it was taken")
                : new Judgement.Matched();
    }
}
