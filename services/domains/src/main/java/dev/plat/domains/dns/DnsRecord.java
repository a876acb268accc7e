package dev.plat.domains.dns;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;

/**
 * One record of class IN.
 *
 * @param ttlSeconds as it is: whether a customer may set it is {@link ZoneRules}' business
 * @param data in the zone file's notation and normal form; names in it are full ones. A text that
 *     is not quoted is taken as it stands, however long
 */
public record DnsRecord(DnsName name, RecordType type, long ttlSeconds, String data) {

    private static final long TTL_MOST = (1L << 31) - 1;

    /**
     * Brings the data into its normal form.
     *
     * @throws PlatException record-invalid with the value found and what was expected
     */
    public DnsRecord {
        if (ttlSeconds < 0 || ttlSeconds > TTL_MOST) {
            throw new PlatException(
                    ErrorCode.RECORD_INVALID,
                    "A record's time to live is out of range.",
                    "field",
                    "ttl",
                    "value",
                    ttlSeconds,
                    "expected",
                    "0 to " + TTL_MOST);
        }
        data = RecordData.normal(type, data);
    }

    /** From texts, as an editor or a file has them. */
    public static DnsRecord of(String name, String type, long ttlSeconds, String data) {
        return new DnsRecord(DnsName.of(name), RecordType.parse(type), ttlSeconds, data);
    }

    /** The set it belongs to. */
    RecordSet.Key key() {
        return new RecordSet.Key(name, type);
    }

    /** As a line of a zone file. */
    @Override
    public String toString() {
        return name.withDot() + " " + ttlSeconds + " IN " + type + " " + data;
    }
}
