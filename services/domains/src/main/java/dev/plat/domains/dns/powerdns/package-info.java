/**
 * PowerDNS through its HTTP API. It replaces whole sets, all or nothing, and says why not; but it
 * compares nothing, so of two writers the second wins silently.
 */
@NullMarked
package dev.plat.domains.dns.powerdns;

import org.jspecify.annotations.NullMarked;
