package dev.plat.payments.reconcile;

import dev.plat.payments.money.Money;

/** What is decided about a movement. */
public sealed interface Judgement {

    /** It is what we have; its fee is booked, and what it stands for alone. */
    record Matched() implements Judgement {}

    /** We do not have it, and may have it when we ask. */
    record MissingOurs(String reason) implements Judgement {}

    /**
     * We have something else.
     *
     * @param rest what the provider moved beyond what we booked
     */
    record AmountDiff(Money rest, String reason) implements Judgement {}

    /** We have it once, and this is another. */
    record Duplicate(String reason) implements Judgement {}

    /** Whose it is, nobody knows. */
    record Suspense(String reason) implements Judgement {}

    default Verdict verdict() {
        return switch (this) {
            case Matched _ -> Verdict.MATCHED;
            case MissingOurs _ -> Verdict.MISSING_OURS;
            case AmountDiff _ -> Verdict.AMOUNT_DIFF;
            case Duplicate _ -> Verdict.DUPLICATE;
            case Suspense _ -> Verdict.SUSPENSE;
        };
    }

    /** For people; empty where there is nothing to say. */
    default String reason() {
        return switch (this) {
            case Matched _ -> "";
            case MissingOurs(String reason) -> reason;
            case AmountDiff(_, String reason) -> reason;
            case Duplicate(String reason) -> reason;
            case Suspense(String reason) -> reason;
        };
    }
}
