package dev.plat.domains.registration;

import java.util.Locale;

/** Where an order stands. The text stands in the database and never changes. */
public enum OrderState {
    /** Priced; nothing is held. */
    QUOTED,
    /** The name is kept from our other customers; no registry holds names. */
    HELD,
    /** Paid for, and nothing was sent yet. */
    SUBMITTED,
    /** The registry decides later, and will say so. */
    PENDING,
    /** Something was sent, and what became of it is to be asked. */
    UNKNOWN,
    /** Ours; for a renewal: longer. */
    REGISTERED,
    /** Not ours, and never will be by this order. */
    REFUSED,
    /** A person must look. */
    PARKED;

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static OrderState of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }

    /** Nothing more happens by itself. */
    public boolean last() {
        return this == REGISTERED || this == REFUSED || this == PARKED;
    }
}
