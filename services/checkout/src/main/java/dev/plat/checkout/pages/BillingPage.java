package dev.plat.checkout.pages;

/**
 * What the account is on, and what it was billed.
 *
 * @param state {@code active past-due read-only}
 * @param limits in words
 * @param checking whether its owner comes from paying, and it is not known yet how that went
 * @param notice why its owner is here again; empty: they came by themselves
 */
public record BillingPage(
        String plan,
        String state,
        java.util.List<String> limits,
        boolean checking,
        String notice,
        java.util.List<Subscription> subscriptions,
        java.util.List<Invoice> invoices) {

    /**
     * A plan.
     *
     * @param sentences how it goes on
     * @param changeable whether another can be chosen
     * @param owedInvoice to be paid by hand; empty: nothing is owed
     * @param owed how much
     * @param end what its owner does who ends it
     * @param ends whether it can still be kept
     */
    public record Subscription(
            String id,
            String name,
            String price,
            java.util.List<String> sentences,
            boolean changeable,
            String owedInvoice,
            String owed,
            boolean over,
            String end,
            boolean ends) {}

    /**
     * An invoice or a credit note.
     *
     * @param what which of both, and of what
     */
    public record Invoice(String id, String what, String number, String date, String total) {}
}
