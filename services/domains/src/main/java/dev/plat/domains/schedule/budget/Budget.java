package dev.plat.domains.schedule.budget;

/** What a CA counts, or we count for it. */
public enum Budget {
    /** Orders of one account. */
    ACCOUNT("account", true),
    /** Certificates below one registered domain, also those that strangers order. */
    DOMAIN("registered-domain", false),
    /** Certificates for exactly the same names. */
    SAME_SET("same-set", false),
    /** Failed validations of one name; the token of an order that went well goes back. */
    FAILURES("failures", false),
    /** Our own orders a second. */
    SPEED("speed", true);

    private final String text;
    private final boolean shared;

    Budget(String text, boolean shared) {
        this.text = text;
        this.shared = shared;
    }

    public String text() {
        return text;
    }

    /** Whether all names of an account share it: it is waited for in line, not by the name. */
    public boolean shared() {
        return shared;
    }
}
