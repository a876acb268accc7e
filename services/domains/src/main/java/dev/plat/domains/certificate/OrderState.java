package dev.plat.domains.certificate;

import dev.plat.schemas.PlatException;
import java.util.Locale;

/** How far an order has come, as its row says; the text stands in the database. */
public enum OrderState {
    /** Nothing at the CA that we know of. */
    WANTED,
    /** The CA has the order, and we its URL. */
    ORDERED,
    /** The challenges are stored and perhaps published. */
    PUBLISHED,
    /** The CA was perhaps told to look. */
    TRIGGERED,
    /** Request and sealed key are stored; the CA perhaps has the request. */
    KEYED,
    /** The certificate is stored; what was published is to be withdrawn. */
    ISSUED,
    /** It came to nothing; what was published is to be withdrawn. */
    FAILED,
    /** Nothing is left to do. */
    DONE;

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static OrderState parse(String text) {
        for (OrderState state : values()) {
            if (state.text().equals(text)) {
                return state;
            }
        }
        throw PlatException.invalidField("state", text, "a state of an order");
    }
}
