package dev.plat.payments.payment;

import java.util.Locale;

/** Where an attempt stands. The text stands in the database and never changes. */
public enum AttemptState {
    /** Nothing was sent yet. */
    CREATED,
    /** It is being sent, so from here on nobody knows. */
    SENT,
    /** The buyer's page is open. */
    ACTION,
    /** The buyer has done their part, the bank has not said. */
    PENDING,
    /** Something was sent, and what became of it is to be asked. */
    UNKNOWN,
    /** The money is held. */
    AUTHORISED,
    /** The money was taken. */
    CAPTURED,
    DECLINED,
    /** The provider would not take the call. */
    ERRORED,
    /** Nothing was taken, and nothing will be. */
    VOIDED,
    /** A person must look. */
    REVIEW;

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static AttemptState of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }

    /** No money comes of it: the payment may be tried again. */
    public boolean dead() {
        return this == DECLINED || this == ERRORED || this == VOIDED;
    }

    /** Nobody can say yet whether money moves. */
    public boolean open() {
        return switch (this) {
            case CREATED, SENT, ACTION, PENDING, UNKNOWN -> true;
            case AUTHORISED, CAPTURED, DECLINED, ERRORED, VOIDED, REVIEW -> false;
        };
    }
}
