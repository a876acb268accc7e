package dev.plat.payments.coupon;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A coupon that people can use, and how much of it is left.
 *
 * @param starts to the microsecond, as databases keep it
 * @param ends from when on nobody gets it any more, likewise; null: no end is set
 * @param most how often it may be used, 1 to {@value #MOST}
 * @param held by orders that are not paid
 * @param used by orders that were delivered
 */
public record Offer(
        Coupon coupon, Instant starts, @Nullable Instant ends, int most, int held, int used) {

    public static final int MOST = 1_000_000;

    /** More than a period a month for ten years is for ever. */
    private static final int PERIODS_MAX = 120;

    private static final Pattern CODE = Pattern.compile("[A-Z0-9][A-Z0-9-]{2,31}");

    /**
     * @throws PlatException {@code field-invalid} for what cannot be offered
     */
    public Offer {
        starts = starts.truncatedTo(ChronoUnit.MICROS);
        ends = ends == null ? null : ends.truncatedTo(ChronoUnit.MICROS);
        if (!CODE.matcher(coupon.code()).matches()) {
            throw PlatException.invalidField(
                    "code", coupon.code(), "3 to 32 capitals, digits and hyphens");
        }
        if (coupon.periods() > PERIODS_MAX) {
            throw PlatException.invalidField("periods", coupon.periods(), "1 to " + PERIODS_MAX);
        }
        if (most < 1 || most > MOST) {
            throw PlatException.invalidField("most", most, "1 to " + MOST);
        }
        if (ends != null && !starts.isBefore(ends)) {
            throw PlatException.invalidField("ends", ends.toString(), "a time after its start");
        }
    }

    /**
     * A code as people type it; empty when it can be none.
     *
     * @param typed in any case, with spaces around
     */
    public static Optional<String> code(String typed) {
        String code = typed.strip().toUpperCase(Locale.ROOT);
        return CODE.matcher(code).matches() ? Optional.of(code) : Optional.empty();
    }

    /** Why nobody gets it now, whatever they buy; empty when it can be had. */
    public Optional<Refusal> refusal(Instant now) {
        if (now.isBefore(starts)) {
            return Optional.of(Refusal.NOT_YET);
        }
        if (ends != null && !now.isBefore(ends)) {
            return Optional.of(Refusal.EXPIRED);
        }
        return held + used >= most ? Optional.of(Refusal.USED_UP) : Optional.empty();
    }

    /** What two operators made under one code differs. */
    static PlatException taken(String code) {
        return new PlatException(
                ErrorCode.RECORD_CONFLICTS,
                "There is another coupon with this code.",
                "value",
                code,
                "expected",
                "a code that was never given out");
    }

    /** Whether people get the same by it. */
    boolean sameAs(Offer other) {
        return coupon.equals(other.coupon)
                && starts.equals(other.starts)
                && Objects.equals(ends, other.ends)
                && most == other.most;
    }
}
