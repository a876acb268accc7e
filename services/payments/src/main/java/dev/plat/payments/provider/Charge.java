package dev.plat.payments.provider;

import dev.plat.payments.money.Money;
import dev.plat.schemas.Id;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a provider is asked to move. It is the same with every repeat: a provider knows a repeat by
 * key and body.
 *
 * @param attempt whose id is the key of everything that is asked for it
 * @param customer the provider's own name for the account
 * @param returnUrl where the buyer comes back to when done
 * @param cancelUrl where the buyer comes back to when not
 * @param expires after which the buyer's page takes nothing
 * @param method the card that is charged without the buyer; null: the buyer's page is opened
 * @param keepsCard whether the card of the page may be charged again later
 */
public record Charge(
        Id attempt,
        Id payment,
        Id account,
        Money amount,
        Capture capture,
        String customer,
        String returnUrl,
        String cancelUrl,
        Instant expires,
        @Nullable String method,
        boolean keepsCard) {

    /** On the buyer's page, and once. */
    public Charge(
            Id attempt,
            Id payment,
            Id account,
            Money amount,
            Capture capture,
            String customer,
            String returnUrl,
            String cancelUrl,
            Instant expires) {
        this(
                attempt, payment, account, amount, capture, customer, returnUrl, cancelUrl, expires,
                null, false);
    }

    /** The key of one operation; no counter of tries is in it. */
    public String key(String operation) {
        return attempt + "/" + operation;
    }
}
