package dev.plat.payments.refund;

import dev.plat.schemas.PlatException;
import java.util.Arrays;
import java.util.Locale;

/** How a person ends a refund. The text stands in the database and never changes. */
public enum RefundEnd {
    /** It is asked for anew, under another number. */
    AGAIN,
    /** The buyer was paid past the provider: out of the bank. */
    ELSEWHERE,
    /** The provider has paid it, whatever it said. */
    WENT;

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The one of this text.
     *
     * @throws PlatException {@code field-invalid} for another text
     */
    public static RefundEnd parse(String text) {
        return Arrays.stream(values())
                .filter(end -> end.text().equals(text))
                .findFirst()
                .orElseThrow(() ->
                        PlatException.invalidField(
                                "how",
                                text.length() > 80 ? text.substring(0, 80) : text,
                                "again, elsewhere or went, of a refund"));
    }
}
