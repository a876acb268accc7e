package dev.plat.payments.ledger;

/**
 * What an account of the books is for. The text stands in the database and never changes. Accounts
 * without a subject, or with one of the platform's own, exist once in each bucket: their balance is
 * the sum over all.
 */
public enum AccountKind {
    /** What a customer owes us; subject: the account. */
    RECEIVABLE("receivable", Sign.EITHER),
    /** What we owe a customer in goods; subject: the account. */
    CREDIT("credit", Sign.NEVER_DEBIT),
    /** Credit that a purchase under way will use; subject: the account. */
    CREDIT_HELD("credit-held", Sign.NEVER_DEBIT),
    /** What is on its way back to a customer; subject: the account. */
    REFUNDS_DUE("refunds-due", Sign.NEVER_DEBIT),
    /** What a provider holds for us; subject: the provider. */
    PROVIDER("provider", Sign.EITHER),
    /** Paid, and not yet delivered; subject: the plan. */
    DEFERRED("deferred", Sign.NEVER_DEBIT),
    /** Earned; subject: the plan. */
    REVENUE("revenue", Sign.NEVER_DEBIT),
    /** What we owe a state; subject: the jurisdiction. */
    TAX("tax", Sign.EITHER),
    /** What providers took; subject: the provider. */
    FEES("fees", Sign.EITHER),
    /** What a bank has taken back; subject: the provider. */
    DISPUTES("disputes", Sign.EITHER),
    /** Our own money. */
    BANK("bank", Sign.EITHER),
    /** On its way to another bucket; zero in all when nothing is. */
    TRANSIT("transit", Sign.EITHER),
    /** Money that names nothing of ours. */
    SUSPENSE("suspense", Sign.EITHER);

    /** What a balance may be. */
    public enum Sign {
        EITHER,
        /** Zero or below: there is no credit that was never given, no revenue taken twice. */
        NEVER_DEBIT
    }

    private final String text;
    private final Sign sign;

    AccountKind(String text, Sign sign) {
        this.text = text;
        this.sign = sign;
    }

    public String text() {
        return text;
    }

    public Sign sign() {
        return sign;
    }

    static AccountKind parse(String text) {
        for (AccountKind kind : values()) {
            if (kind.text.equals(text)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("no kind of account: " + text);
    }
}
