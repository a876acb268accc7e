package dev.plat.checkout.pages;

import dev.plat.checkout.call.Quotes;
import dev.plat.checkout.order.OrderLine;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;

/** Coupons and tax, in words. */
final class TermsWords {

    private TermsWords() {}

    /** Why a cart cannot be ordered as it is. */
    static String problem(PlatException failure) {
        if (failure.code() == ErrorCode.COUPON_REFUSED) {
            return refused(String.valueOf(failure.facts().get("rule")));
        }
        if (failure.code() == ErrorCode.TAX_ID_INVALID) {
            return "This is no VAT number of that country: "
                    + failure.facts().get("expected")
                    + " is expected.";
        }
        if (failure.code() == ErrorCode.AMOUNT_TOO_SMALL) {
            return "No card can be charged so little: it takes "
                    + failure.facts().get("expected")
                    + ". Choose something else with it, or leave the coupon out.";
        }
        if (failure.code() == ErrorCode.ORDER_STATE) {
            return failure.text();
        }
        return failure.text() + " Remove what is not sold any more, and choose anew.";
    }

    private static String refused(String rule) {
        return switch (rule) {
            case "unknown" -> "There is no such coupon.";
            case "not-yet" -> "This coupon cannot be used yet.";
            case "expired" -> "This coupon has ended.";
            case "used-up" -> "This coupon has been used as often as it may be.";
            case "already-used" ->
                    "You have used this coupon, or it is held for another of your orders.";
            case "wrong-plan" -> "This coupon is for something that is not in your cart.";
            case "wrong-currency" -> "This coupon is in another currency than your cart.";
            default -> "This coupon cannot be used for this.";
        };
    }

    /** What follows from where the buyer lives. */
    static String tax(Quotes.Quote quote) {
        return switch (quote.taxReason()) {
            case "country-unknown" -> "";
            case "not-collected" -> "No tax is collected there.";
            case "tax-id-not-checked" ->
                    "Your VAT number could not be checked, so this is sold with tax.";
            default -> "";
        };
    }

    /** What a line has in it, after its term. */
    static String within(OrderLine line) {
        OrderLine.Within within = line.within();
        String currency = line.total().currency();
        String off =
                within.discount() == 0
                        ? ""
                        : ", " + Sums.text(within.discount(), currency) + " off";
        return within.tax() == 0
                ? off
                : off
                        + ", with "
                        + Sums.text(within.tax(), currency)
                        + " tax ("
                        + within.percent()
                        + " % "
                        + within.jurisdiction()
                        + ")";
    }
}
