package dev.plat.payments.payment;

import dev.plat.payments.money.Money;
import dev.plat.payments.provider.Capture;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.PlatException;

/**
 * An amount that a buyer owes for one order, over as many attempts as it takes.
 *
 * @param id a {@code PAYMENT} in the account's bucket, made by whoever asks
 * @param order what it is for
 * @param captured how much was taken, without what was taken too much
 * @param refunded how much of that went back, or is to
 */
public record Payment(
        Id id,
        Id account,
        Id order,
        Money amount,
        Capture capture,
        String returnUrl,
        String cancelUrl,
        long captured,
        long refunded) {

    /**
     * @throws PlatException {@code field-invalid} for a payment outside its account's bucket
     */
    public Payment {
        if (id.kind() != IdKind.PAYMENT || !id.bucket().equals(account.bucket())) {
            throw PlatException.invalidField(
                    "payment", id.toString(), "an id in the bucket of the account");
        }
    }

    /** Whether two are the same wish; of where the buyer comes back to the first word counts. */
    public boolean sameAs(Payment other) {
        return id.equals(other.id)
                && account.equals(other.account)
                && order.equals(other.order)
                && amount.equals(other.amount)
                && capture == other.capture;
    }

    /** The same, with the buyer coming back to elsewhere. */
    public Payment backTo(String returned, String cancelled) {
        return new Payment(
                id, account, order, amount, capture, returned, cancelled, captured, refunded);
    }

    public Money refundable() {
        return new Money(captured - refunded, amount.currency());
    }
}
