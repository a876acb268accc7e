package dev.plat.checkout;

import dev.plat.checkout.order.Terms;
import dev.plat.schemas.PlatException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What buyers give beside what they want, in one form for one thing; payments says if it is any.
 */
public final class Given {

    private static final int LENGTH_MAX = 40;

    private Given() {}

    /**
     * In capitals, without what people type around it; what is blank is not given.
     *
     * @param coupon in any case
     * @throws PlatException {@code field-invalid} for what is too long to be one
     */
    public static Terms terms(
            @Nullable String coupon, @Nullable String country, @Nullable String taxId) {
        return new Terms(one("coupon", coupon), one("country", country), one("taxId", taxId));
    }

    private static @Nullable String one(String field, @Nullable String given) {
        if (given == null || given.isBlank()) {
            return null;
        }
        String text = given.strip().toUpperCase(Locale.ROOT);
        if (text.length() > LENGTH_MAX || (field.equals("country") && text.length() != 2)) {
            throw PlatException.invalidField(
                    field,
                    text.length() > LENGTH_MAX ? text.substring(0, LENGTH_MAX) + "…" : text,
                    field.equals("country")
                            ? "two capitals of ISO 3166, such as DE"
                            : "at most " + LENGTH_MAX + " characters");
        }
        return text;
    }
}
