package dev.plat.payments.ledger.verify;

/**
 * A row that is not as it was posted, or breaks a rule; the first of its bucket.
 *
 * @param line 0 for the journal itself
 */
public record Finding(int bucket, long seq, int line, String rule, String found, String expected) {

    @Override
    public String toString() {
        return "bucket %d journal %d%s: %s; found %s, expected %s"
                .formatted(bucket, seq, line == 0 ? "" : " line " + line, rule, found, expected);
    }
}
