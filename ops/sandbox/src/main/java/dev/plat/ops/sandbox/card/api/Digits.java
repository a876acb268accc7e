package dev.plat.ops.sandbox.card.api;

import dev.plat.ops.sandbox.card.desk.Refusal;
import java.util.regex.Pattern;

/** Tells what may be a card number, so that none is kept or said again. */
public final class Digits {

    /** First digits that card issuers use, and as many as their numbers have. */
    private static final Pattern CARD = Pattern.compile("(?:[3-6]\\d|2[2-7])\\d{11,17}");

    private Digits() {}

    /** The whole text, but for blanks and strokes between the digits. */
    static boolean mayBeCard(String text) {
        String digits = bare(text);
        return CARD.matcher(digits).matches() && luhn(digits);
    }

    /** Without what people write between groups. */
    public static String bare(String text) {
        return text.replaceAll("[ \\-\\u00a0]", "");
    }

    static Refusal refused(String param) {
        return Refusal.invalid(
                "parameter_invalid",
                param,
                "Card numbers are not taken here: use a test number on the page, or a published"
                        + " token such as tok_visa.");
    }

    private static boolean luhn(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int weighed = i % 2 == 0 ? digit : digit * 2;
            sum += weighed > 9 ? weighed - 9 : weighed;
        }
        return sum % 10 == 0;
    }
}
