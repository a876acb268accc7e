package dev.plat.checkout.pages;

import dev.plat.schemas.PlatException;

/** What forms send, which may be anything. */
final class Fields {

    private Fields() {}

    /**
     * A whole number.
     *
     * @throws PlatException {@code field-invalid}
     */
    static int whole(String text, String field, int least, int most) {
        if (text.matches("\\d{1,9}")) {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        }
        throw PlatException.invalidField(field, text, least + " to " + most);
    }

    /** The same, up to the largest sum there is. */
    static long minor(String text, String field) {
        if (text.matches("\\d{1,12}")) {
            return Long.parseLong(text);
        }
        throw PlatException.invalidField(field, text, "a whole number of the smallest unit");
    }
}
