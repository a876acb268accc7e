/**
 * The zones that Plat keeps for customers: what a record and a zone may be, and {@link
 * dev.plat.domains.dns.DnsProvider}, behind which stands whatever answers for them. The rows are
 * the truth and servers are projections of it; the rooms below are one for each kind of server.
 */
@NullMarked
package dev.plat.domains.dns;

import org.jspecify.annotations.NullMarked;
