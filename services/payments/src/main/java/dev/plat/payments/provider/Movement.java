package dev.plat.payments.provider;

import dev.plat.payments.money.Money;
import java.time.Instant;
import java.util.Locale;

/**
 * Money that went into or out of what a provider holds for us, by the provider's own account.
 *
 * @param id the provider's own
 * @param type the provider's word for it
 * @param source the provider's name of the charge, refund, dispute or payout behind it, or empty
 * @param amount into the account above zero, out of it below
 * @param fee what the provider kept for itself besides; below zero: gave back
 * @param created by the provider's clock
 */
public record Movement(
        String id,
        Kind kind,
        String type,
        String source,
        Money amount,
        Money fee,
        Instant created) {

    /** What it was. The text stands in the database and never changes. */
    public enum Kind {
        CHARGE,
        REFUND,
        /** A refund that came back. */
        REFUND_FAILED,
        /** A buyer's bank took money back, or gave it again. */
        DISPUTE,
        /** To our bank, or back from it. */
        PAYOUT,
        /** The provider's own charges. */
        FEE,
        OTHER;

        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        public static Kind of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
        }
    }
}
