package dev.plat.checkout.pages;

import org.jspecify.annotations.Nullable;

/**
 * What is about to be ordered, and what it comes to.
 *
 * @param cart which becomes the order's key
 * @param problem why it cannot be ordered as it is; null when it can
 * @param tax within the total, as text; empty: none
 * @param minor the total in the smallest unit, which the buyer agrees to
 */
public record CartPage(
        String cart,
        java.util.List<Line> lines,
        @Nullable String problem,
        String discount,
        String tax,
        String total,
        long minor,
        String currency) {

    /**
     * One thing.
     *
     * @param kind {@code plan} or {@code name}
     * @param what in words
     * @param term how long
     */
    public record Line(String kind, String subject, String what, String term, String total) {}
}
