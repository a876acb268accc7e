package dev.plat.payments.provider;

import dev.plat.payments.money.Money;
import java.util.Optional;

/** What a provider says of an attempt, held against what was asked of it. */
public sealed interface Outcome {

    /** The money was taken. */
    record Succeeded(Refs refs, Money captured) implements Outcome {}

    /** The money is held, and not yet taken. */
    record Authorised(Refs refs) implements Outcome {}

    /** The buyer has done their part; the bank has not said yet. */
    record Pending(Refs refs) implements Outcome {}

    /**
     * The buyer's page is open.
     *
     * @param page where; empty when this answer did not say
     * @param declined what the bank said of the last card that was tried there
     */
    record ActionNeeded(Refs refs, Optional<String> page, Optional<String> declined)
            implements Outcome {}

    /** The bank said no, and nothing more will come of it. */
    record Declined(Refs refs, DeclineClass kind, String reason) implements Outcome {}

    /** Expired or cancelled: nothing was taken, and nothing can be. */
    record Voided(Refs refs) implements Outcome {}

    /** The provider did not take the call; by this call nothing has happened. */
    record Refused(String code, String reason) implements Outcome {}

    /** The provider knows nothing of it; its lists may lag by an hour. */
    record NotFound() implements Outcome {}

    /** No answer, or none that says whether it was done. */
    record Unknown(String reason) implements Outcome {}

    /** The provider has something else under this name than what was asked for. */
    record Contradiction(Refs refs, String reason) implements Outcome {}
}
