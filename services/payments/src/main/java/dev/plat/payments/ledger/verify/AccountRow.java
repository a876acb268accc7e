package dev.plat.payments.ledger.verify;

/** A row of {@code ledger_account}. */
public record AccountRow(
        int bucket,
        int account,
        String kind,
        String subject,
        String currency,
        long version,
        long balance) {}
