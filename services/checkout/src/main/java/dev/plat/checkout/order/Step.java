package dev.plat.checkout.order;

import java.util.Locale;

/**
 * What another service is asked to do. The receiver answers a repeated key as it did the first
 * time; one that takes something back also stands for an act that has not come yet: what arrives
 * after it is refused. The text stands in the database and never changes.
 */
public enum Step {
    /** Domains: nobody else gets this name for now. Refused: it is taken. */
    HOLD_NAME,
    /** Domains: the name is free for others. */
    RELEASE_NAME,
    /** Payments: one use of the coupon is kept for this order. Refused: with the rule. */
    HOLD_COUPON,
    /** Payments: it is used. */
    CONFIRM_COUPON,
    /** Payments: others may use it, and what is held for this order later is refused. */
    RELEASE_COUPON,
    /** Payments: a page where this total can be paid; the fact is its address. */
    OPEN_PAYMENT,
    /** Payments: is it secured? The fact is {@code captured} or {@code authorised}. */
    SECURE_PAYMENT,
    /** Payments: it cannot be paid any more. Refused: it is secured, the fact says how. */
    EXPIRE_PAYMENT,
    /** Domains: the held name is the buyer's. */
    REGISTER_NAME,
    /** Payments: the plan runs. */
    START_PLAN,
    /** Payments: the plan does not run, and will not. */
    END_PLAN,
    /** Payments: this much of what is held is ours. */
    CAPTURE,
    /** Payments: what is held is let go. */
    VOID,
    /** Payments: this much goes back. */
    REFUND;

    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Step of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
