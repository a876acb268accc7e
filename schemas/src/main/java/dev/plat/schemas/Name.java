package dev.plat.schemas;

import java.text.Normalizer;
import java.util.Locale;

/**
 * A name that has no id: an e-mail address or a host name. Its bucket follows from the name alone,
 * so that one row in one bucket decides who holds it.
 *
 * @param kind what it names
 * @param value the normalised name, 1 to {@value #LENGTH_MAX} characters
 */
public record Name(NameKind kind, String value) implements Key {

    public static final int LENGTH_MAX = 254;

    /**
     * Normalises: NFC, lower case, no blanks around it.
     *
     * @throws PlatException {@link ErrorCode#FIELD_INVALID} when nothing or too much is left
     */
    public Name {
        value = Normalizer.normalize(value, Normalizer.Form.NFC).strip().toLowerCase(Locale.ROOT);
        if (value.isEmpty() || value.length() > LENGTH_MAX) {
            throw PlatException.invalidField(
                    kind.text(), value, "1 to " + LENGTH_MAX + " characters");
        }
    }

    @Override
    public Bucket bucket() {
        return Bucket.ofName(value);
    }
}
