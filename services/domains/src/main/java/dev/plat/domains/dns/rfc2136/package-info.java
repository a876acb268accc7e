/**
 * Servers that take dynamic updates signed with a shared key (RFC 2136, RFC 8945): BIND 9 and Knot.
 * They answer NOERROR to much that they then do not do, so every batch is checked before it is sent
 * and read back afterwards.
 */
@NullMarked
package dev.plat.domains.dns.rfc2136;

import org.jspecify.annotations.NullMarked;
