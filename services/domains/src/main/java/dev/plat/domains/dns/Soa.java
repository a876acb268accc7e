package dev.plat.domains.dns;

import java.time.Duration;

/**
 * The record at the head of a zone.
 *
 * @param primary full name of the first server, with final dot
 * @param mailbox the mail address of who is responsible, written as a name with final dot
 * @param ttl its own; RFC 2308 lets negative answers live no longer than this either
 * @param serial 0 to 2^32 - 1, compared by RFC 1982
 * @param negativeTtl for how long "there is no such thing" may be kept
 */
public record Soa(
        String primary,
        String mailbox,
        long serial,
        Duration ttl,
        Duration refresh,
        Duration retry,
        Duration expire,
        Duration negativeTtl) {

    private static final long SERIALS = 1L << 32;

    /** What RIPE-203 advises, with negative answers of a minute: here people wait for records. */
    public static Soa usual(DnsName primary, DnsName zone, long serial) {
        return new Soa(
                primary.withDot(),
                "hostmaster." + zone.withDot(),
                serial,
                Duration.ofMinutes(1),
                Duration.ofDays(1),
                Duration.ofHours(2),
                Duration.ofHours(1_000),
                Duration.ofMinutes(1));
    }

    public Soa next() {
        return withSerial((serial + 1) % SERIALS);
    }

    public Soa withSerial(long other) {
        return new Soa(primary, mailbox, other, ttl, refresh, retry, expire, negativeTtl);
    }

    /** Its value in the zone file's notation. */
    public String data() {
        return "%s %s %d %d %d %d %d"
                .formatted(
                        primary,
                        mailbox,
                        serial,
                        refresh.toSeconds(),
                        retry.toSeconds(),
                        expire.toSeconds(),
                        negativeTtl.toSeconds());
    }
}
