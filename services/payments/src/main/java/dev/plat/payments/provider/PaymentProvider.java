package dev.plat.payments.provider;

import dev.plat.payments.money.Money;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.PlatException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Whoever moves the money. Each method is one call without a retry; what it does not know it calls
 * unknown, and never failed. Each call that changes something carries a key, by which a provider
 * knows a repeat for {@link #REPLAYS_FOR} at least.
 *
 * <p>Threads: safe, and blocking. Never call it from inside a transaction.
 */
public interface PaymentProvider {

    /**
     * For so long a repeat with the same key and body is the same call. Providers prune keys after
     * a day; four hours are for clocks and queues.
     */
    Duration REPLAYS_FOR = Duration.ofHours(20);

    /** As it stands in rows and accounts: {@code stripe}. */
    String name();

    /** What can be charged at least; nothing is asked of a provider below that. */
    default Least least() {
        return Least.CARDS;
    }

    /**
     * The provider's name for an account, made when there is none; every attempt needs one, for it
     * is the only list that does not lag.
     *
     * @return empty when the provider does not say
     */
    Optional<String> customer(Id account);

    /** Makes the buyer's page. */
    Outcome open(Charge charge);

    /**
     * Charges the card that the charge names, without the buyer; a bank that wants them to confirm
     * has declined.
     */
    Outcome charge(Charge charge);

    /**
     * The card by which something was paid, when it may be charged again.
     *
     * @return empty when there is none, and when the provider does not say
     */
    Optional<SavedCard> card(Refs refs);

    /** What became of it. */
    Outcome fetch(Charge charge, Refs refs);

    /** The same, when no answer ever gave a reference: by the marks, in the customer's lists. */
    Outcome find(Charge charge);

    /** Takes what is held, or a part of it; the rest is let go. */
    Outcome capture(Charge charge, Refs refs, Money amount);

    /** Closes the buyer's page; {@code Refused} when it is not open any more. */
    Outcome expire(Charge charge, Refs refs);

    /** Lets go what is held; {@code Refused} when it was taken. */
    Outcome cancel(Charge charge, Refs refs);

    RepaymentOutcome refund(Repayment repayment);

    /** What became of it, by the marks. */
    RepaymentOutcome findRefund(Repayment repayment);

    /**
     * Reads a message that may come from the provider.
     *
     * @param body as it came, to the byte
     * @param signature the header that proves it
     * @throws PlatException {@link ErrorCode#SIGNATURE_INVALID}, {@link
     *     ErrorCode#TIMESTAMP_OUTSIDE}, {@link ErrorCode#REQUEST_MALFORMED}
     */
    ProviderEvent verify(byte[] body, String signature);

    /**
     * Events since a moment, the newest first.
     *
     * @param before the last event of the page before, or empty
     * @return empty when the provider does not say
     */
    Optional<EventPage> events(Instant since, Optional<String> before);

    /** Whose the object of an event is. */
    Sighting look(ProviderEvent event);
}
