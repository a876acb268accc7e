/**
 * The embedded name server: for one machine, and where nobody wants to run another. It answers with
 * authority for the zones it was given, from memory, with a checked copy on disk, so that it does
 * so after a restart with everything else down. It does not sign and gives no transfers: for those
 * there are BIND, Knot and PowerDNS.
 */
@NullMarked
package dev.plat.domains.dns.answer;

import org.jspecify.annotations.NullMarked;
