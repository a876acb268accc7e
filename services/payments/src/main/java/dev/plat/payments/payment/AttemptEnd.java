package dev.plat.payments.payment;

import dev.plat.schemas.PlatException;
import java.util.Arrays;
import java.util.Locale;

/** How a person ends an attempt of which nobody else can tell. */
public enum AttemptEnd {
    /** The money was taken: all that the attempt was for, or the part of it that was asked for. */
    TAKEN,
    /** Nothing was taken, and nothing will be. */
    NOTHING;

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The one of this text.
     *
     * @throws PlatException {@code field-invalid} for another text
     */
    public static AttemptEnd parse(String text) {
        return Arrays.stream(values())
                .filter(end -> end.text().equals(text))
                .findFirst()
                .orElseThrow(() ->
                        PlatException.invalidField(
                                "how",
                                text.length() > 80 ? text.substring(0, 80) : text,
                                "taken or nothing, of an attempt"));
    }
}
