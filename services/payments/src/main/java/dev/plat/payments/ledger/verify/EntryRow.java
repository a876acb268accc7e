package dev.plat.payments.ledger.verify;

/** A row of {@code entry}. */
public record EntryRow(
        int bucket,
        long seq,
        int line,
        int account,
        long version,
        long amount,
        long prev,
        long next) {}
