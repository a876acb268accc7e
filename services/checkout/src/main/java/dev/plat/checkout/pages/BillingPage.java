package dev.plat.checkout.pages;

/**
 * What the account is on, and what it was billed.
 *
 * @param state {@code active past-due read-only}
 * @param limits in words
 */
public record BillingPage(
        String plan,
        String state,
        java.util.List<String> limits,
        java.util.List<Subscription> subscriptions,
        java.util.List<Invoice> invoices) {

    /**
     * A plan.
     *
     * @param sentence how it goes on
     * @param card that is charged, in words; empty: none is known
     * @param ends whether it can still be kept
     */
    public record Subscription(
            String id,
            String name,
            String price,
            String sentence,
            String card,
            boolean over,
            boolean ends) {}

    /**
     * An invoice or a credit note.
     *
     * @param what which of both
     */
    public record Invoice(String id, String what, String number, String date, String total) {}
}
