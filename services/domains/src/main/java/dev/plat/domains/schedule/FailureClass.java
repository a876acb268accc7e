package dev.plat.domains.schedule;

/** What went wrong with an order, by what helps. */
public enum FailureClass {
    /** NXDOMAIN, SERVFAIL, a broken delegation. */
    DNS("dns", true),
    CAA("caa", true),
    /** Refused or timed out at the customer's address. */
    CONNECT("connect", true),
    /** Something answered, and not what was asked for. */
    ANSWER("answer", true),
    /** 429. */
    RATE("rate", false),
    /** 5xx, no answer, {@code badNonce} after all retries. */
    SERVER("server", false),
    /** The CA will not sign this name. */
    POLICY("policy", false),
    /** {@code badCSR}, {@code malformed}: our mistake, which no retry mends. */
    OURS("ours", false),
    /** {@code alreadyReplaced}, or the CA does not know what is to be replaced. */
    REPLACED("replaced", false);

    private final String text;
    private final boolean validation;

    FailureClass(String text, boolean validation) {
        this.text = text;
        this.validation = validation;
    }

    public String text() {
        return text;
    }

    /**
     * Whether the CA looked at the customer's set-up and was not content: it counts, and the
     * customer must act.
     */
    public boolean validation() {
        return validation;
    }
}
