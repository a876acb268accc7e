package dev.plat.payments.operator;

import dev.plat.schemas.PlatException;
import java.util.regex.Pattern;

/**
 * Who ended a case, and why.
 *
 * @param by as their own machine knows them: 1 to 64 letters, digits and {@code . _ @ -}
 * @param reason for whoever looks into it later, 1 to {@value #REASON_MAX} characters in one line
 */
public record Said(String by, String reason) {

    private static final int REASON_MAX = 200;
    private static final Pattern BY = Pattern.compile("[\\p{L}\\p{N}._@-]{1,64}");
    private static final Pattern REASON = Pattern.compile("\\P{Cntrl}{1," + REASON_MAX + "}");

    /**
     * @throws PlatException {@code field-invalid} for who is nobody, and without a reason
     */
    public Said {
        by = by.strip();
        reason = reason.strip();
        if (!BY.matcher(by).matches()) {
            throw PlatException.invalidField("by", cut(by), BY.pattern());
        }
        if (!REASON.matcher(reason).matches()) {
            throw PlatException.invalidField(
                    "reason", cut(reason), "1 to " + REASON_MAX + " characters in one line");
        }
    }

    private static String cut(String text) {
        return text.length() > 80 ? text.substring(0, 80) + "…" : text;
    }
}
