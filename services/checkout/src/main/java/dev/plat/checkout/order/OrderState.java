package dev.plat.checkout.order;

import static java.util.stream.Collectors.joining;

import dev.plat.schemas.PlatException;
import java.util.Arrays;
import java.util.Locale;

/** How far a purchase is. The text stands in the database and never changes. */
public enum OrderState {
    /** Placed; the names in it are being held. */
    DRAFT,
    /** All is held; the payment is being opened. */
    RESERVED,
    /** The buyer is at the provider. */
    AWAITING_PAYMENT,
    /** The money is ours or held for us; what was bought is being made. */
    PROVISIONING,
    /** What could not be delivered is on its way back. */
    REFUND_DUE,
    /** The end: delivered, and paid for what was delivered. */
    FULFILLED,
    /** The end: paid back in whole. */
    REFUNDED,
    /** The end: never paid. */
    EXPIRED,
    /** The end: never paid, or held and let go. */
    CANCELLED,
    /** A person has to look; the reason says why. */
    PARKED;

    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static OrderState of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /**
     * The one of this text, as somebody has typed it.
     *
     * @throws PlatException {@code field-invalid} for another text
     */
    public static OrderState parse(String text) {
        for (OrderState state : values()) {
            if (state.text().equals(text)) {
                return state;
            }
        }
        String all = Arrays.stream(values()).map(OrderState::text).collect(joining(", "));
        throw PlatException.invalidField("state", text, all);
    }

    /** Whether nothing happens by itself any more. */
    public boolean last() {
        return switch (this) {
            case DRAFT, RESERVED, AWAITING_PAYMENT, PROVISIONING, REFUND_DUE -> false;
            case FULFILLED, REFUNDED, EXPIRED, CANCELLED, PARKED -> true;
        };
    }
}
