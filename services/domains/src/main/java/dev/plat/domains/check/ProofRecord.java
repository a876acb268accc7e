package dev.plat.domains.check;

import java.util.List;

/**
 * The TXT record by which an account proves that it controls a name.
 *
 * @param host where it must stand: full name in lower case, without a final dot
 * @param value what it must say; it may stand among other texts
 * @param stillValid values of before that count too for a while
 * @param former values that no longer count, so that we can say so
 */
public record ProofRecord(String host, String value, List<String> stillValid, List<String> former) {

    public ProofRecord {
        stillValid = List.copyOf(stillValid);
        former = List.copyOf(former);
    }

    public static ProofRecord of(String host, String value) {
        return new ProofRecord(host, value, List.of(), List.of());
    }

    DnsLine line() {
        return new DnsLine(host, "TXT", value);
    }
}
