package dev.plat.payments.coupon;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.util.Locale;

/** Why a coupon is not taken. The text is for ever. */
public enum Refusal {
    UNKNOWN("a code that was given out"),
    NOT_YET("a coupon whose first day has come"),
    EXPIRED("a coupon that has not ended"),
    USED_UP("a coupon that is left"),
    ALREADY_USED("a coupon that this account has not used, nor is about to with another order"),
    WRONG_PLAN("a purchase of something that the coupon is for"),
    WRONG_CURRENCY("a purchase in the coupon's currency");

    private static final int SHOWN_MAX = 40;

    private final String expected;

    Refusal(String expected) {
        this.expected = expected;
    }

    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** {@code coupon-refused} with the rule. */
    public PlatException of(String code) {
        return new PlatException(
                ErrorCode.COUPON_REFUSED,
                "This coupon cannot be used for this.",
                "rule",
                text(),
                "value",
                code.length() > SHOWN_MAX ? code.substring(0, SHOWN_MAX) + "…" : code,
                "expected",
                expected);
    }
}
