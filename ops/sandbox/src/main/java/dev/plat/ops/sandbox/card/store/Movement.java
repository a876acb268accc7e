package dev.plat.ops.sandbox.card.store;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What happened to money, told once: for those who compare their books with ours.
 *
 * @param kind authorised, captured, released, refunded, disputed, dispute-won, paid-out or
 *     payout-reversed
 * @param amount in the smallest unit, always positive
 * @param fee what the provider took besides; negative when it gave it back
 * @param subject the charge, refund, dispute or payout
 * @param intent or empty
 * @param metadata the intent's, or the refund's
 */
public record Movement(
        String kind,
        long amount,
        long fee,
        String currency,
        String subject,
        String intent,
        ObjectNode metadata) {}
