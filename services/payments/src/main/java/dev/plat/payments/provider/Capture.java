package dev.plat.payments.provider;

import dev.plat.schemas.PlatException;

/** When the money is taken. The text stands in the database and never changes. */
public enum Capture {
    /** As soon as the buyer has paid. */
    AUTOMATIC("automatic"),
    /** It is only held; a second call takes it, or a part of it. */
    MANUAL("manual");

    private final String text;

    Capture(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    /**
     * The one of this text.
     *
     * @throws PlatException {@code field-invalid} for another text
     */
    public static Capture parse(String text) {
        for (Capture capture : values()) {
            if (capture.text.equals(text)) {
                return capture;
            }
        }
        throw PlatException.invalidField("capture", text, "automatic or manual");
    }
}
