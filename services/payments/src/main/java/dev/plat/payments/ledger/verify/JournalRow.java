package dev.plat.payments.ledger.verify;

/**
 * A row of {@code journal}.
 *
 * @param occurredMicros since 1970
 * @param reverses 0 for none
 */
@SuppressWarnings("ArrayRecordComponent") // compared by MessageDigest alone
public record JournalRow(
        int bucket,
        long seq,
        String key,
        String kind,
        long occurredMicros,
        long recordedMicros,
        long reverses,
        int lines,
        byte[] hash) {}
