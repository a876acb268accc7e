package dev.plat.checkout.pages;

import org.jspecify.annotations.Nullable;

/**
 * What is about to be ordered, and what it comes to.
 *
 * @param cart which becomes the order's key
 * @param problem why it cannot be ordered as it is; null when it can
 * @param coupon that is used; empty: none
 * @param country where the buyer says that they live; empty: they have not said
 * @param taxId that they gave; empty: none
 * @param taxNote what follows from that, in words; empty: nothing to say
 * @param tax within the total, as text; empty: none
 * @param minor the total in the smallest unit, which the buyer agrees to
 */
public record CartPage(
        String cart,
        java.util.List<Line> lines,
        @Nullable String problem,
        String coupon,
        String country,
        String taxId,
        String taxNote,
        String discount,
        String tax,
        String total,
        long minor,
        String currency) {

    /** The same, after something else was refused. */
    CartPage with(String refused) {
        return new CartPage(
                cart, lines, refused, coupon, country, taxId, taxNote, discount, tax, total, minor,
                currency);
    }

    /**
     * One thing.
     *
     * @param kind {@code plan} or {@code name}
     * @param what in words
     * @param term how long
     */
    public record Line(String kind, String subject, String what, String term, String total) {}
}
