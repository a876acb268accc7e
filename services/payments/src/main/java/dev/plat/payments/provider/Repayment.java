package dev.plat.payments.provider;

import dev.plat.payments.money.Money;
import dev.plat.schemas.Id;

/**
 * Money that goes back to a buyer.
 *
 * @param refund whose id is the key
 * @param intent the provider's name of what was taken
 */
public record Repayment(Id refund, Id attempt, String intent, Money amount) {

    public String key() {
        return refund + "/refund";
    }
}
