package dev.plat.payments.ledger;

import java.util.Locale;

/** What happened. The text stands in the database and never changes. */
public enum JournalKind {
    INVOICE,
    CAPTURE,
    FEE,
    RECOGNITION,
    CREDIT_NOTE,
    CREDIT_HOLD,
    REFUND,
    DISPUTE,
    PAYOUT,
    TRANSFER,
    SUSPENSE,
    REVERSAL;

    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
