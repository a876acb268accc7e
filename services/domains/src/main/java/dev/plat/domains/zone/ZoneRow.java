package dev.plat.domains.zone;

import dev.plat.domains.dns.DnsName;
import dev.plat.schemas.Id;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A zone as it is kept.
 *
 * @param account whose; null: the platform's own
 * @param leaving it is to be taken off the servers, and then goes
 * @param serial rises with every change
 * @param shown what the servers were last brought to
 * @param serverSerial how they number that; null before
 * @param problem why they were not; null for none
 * @param epoch of who brings it to them
 */
record ZoneRow(
        DnsName name,
        @Nullable Id account,
        boolean leaving,
        long serial,
        long shown,
        @Nullable Long serverSerial,
        @Nullable String problem,
        long epoch,
        Instant changed) {}
