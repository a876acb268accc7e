package dev.plat.payments.ledger.verify;

import java.util.HexFormat;

/**
 * The end of a bucket's chain: a row of {@code ledger_head}, or one that was kept elsewhere.
 *
 * @param seq of the last journal
 * @param hash in hexadecimal
 */
public record Head(int bucket, long seq, String hash) {

    static final Head NONE = new Head(-1, 0, "00".repeat(32));

    static String hex(byte[] hash) {
        return HexFormat.of().formatHex(hash);
    }
}
