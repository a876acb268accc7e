package dev.plat.payments.provider;

/** What a provider says of a repayment. */
public sealed interface RepaymentOutcome {

    /** It is on its way to the buyer, and out of what the provider holds for us. */
    record Done(String ref) implements RepaymentOutcome {}

    /** Taken on; the provider says later. */
    record Pending(String ref) implements RepaymentOutcome {}

    /** It was tried, and came back. */
    record Failed(String reason) implements RepaymentOutcome {}

    /** The provider did not take the call; by this call nothing has happened. */
    record Refused(String reason) implements RepaymentOutcome {}

    /** The provider knows nothing of it. */
    record NotFound() implements RepaymentOutcome {}

    /** No answer, or none that says whether it was done. */
    record Unknown(String reason) implements RepaymentOutcome {}

    /** Another amount or currency than asked for. */
    record Contradiction(String reason) implements RepaymentOutcome {}
}
