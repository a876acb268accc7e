package dev.plat.payments.invoice;

import dev.plat.payments.money.Money;
import dev.plat.payments.period.Days;
import dev.plat.schemas.PlatException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is paid for, as it was sold.
 *
 * @param number from 1
 * @param plan of which the books speak
 * @param price by which it was reckoned
 * @param description for people, 1 to {@value #DESCRIPTION_MAX} characters
 * @param days what it is for; null where the thing has none
 * @param jurisdiction to which the tax goes; empty: none is collected
 * @param percent of tax; empty with it
 */
public record Sold(
        int number,
        Kind kind,
        String plan,
        String price,
        String description,
        @Nullable Days days,
        int quantity,
        Money net,
        Money tax,
        String jurisdiction,
        String percent) {

    private static final int DESCRIPTION_MAX = 300;

    /** The text stands in the database and never changes. */
    public enum Kind {
        /** Earned day by day. */
        PLAN,
        /** Earned when it is had. */
        NAME;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        /**
         * The one of this text.
         *
         * @throws PlatException {@code field-invalid} for another text
         */
        public static Kind parse(String text) {
            for (Kind kind : values()) {
                if (kind.text().equals(text)) {
                    return kind;
                }
            }
            throw PlatException.invalidField("kind", text, "plan or name");
        }
    }

    /**
     * @throws PlatException {@code money-invalid} for amounts below zero, {@code field-invalid} for
     *     a text that is none
     */
    public Sold {
        net.checkPayable();
        tax.checkPayable();
        if (description.isEmpty() || description.length() > DESCRIPTION_MAX) {
            throw PlatException.invalidField(
                    "description", "", "1 to " + DESCRIPTION_MAX + " characters");
        }
    }

    /** What is sold, and what was taken off it, in one text for people. */
    public static String discounted(String what, Money discount, String coupon) {
        return discount.isZero() ? what : what + ", " + discount + " off by coupon " + coupon;
    }

    public Money total() {
        return net.plus(tax);
    }

    /** A part of it, as it goes back. */
    public Sold part(Money partNet, Money partTax) {
        return as(number, partNet, partTax);
    }

    Sold as(int other, Money part, Money partTax) {
        return new Sold(
                other,
                kind,
                plan,
                price,
                description,
                days,
                quantity,
                part,
                partTax,
                jurisdiction,
                percent);
    }
}
