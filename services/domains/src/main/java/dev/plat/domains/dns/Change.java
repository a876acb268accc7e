package dev.plat.domains.dns;

/** One step of a batch. All removals of a batch come before all additions. */
public sealed interface Change {

    DnsRecord record();

    /** Does nothing when it is there; another TTL becomes the whole set's. */
    record Add(DnsRecord record) implements Change {}

    /** Takes one value away, whatever its TTL; does nothing when it is not there. */
    record Remove(DnsRecord record) implements Change {}
}
