/**
 * Zones that Plat answers for: what stands in them is decided here and kept in rows; name servers,
 * ours or others, are projections of those rows, brought up to date by one writer at a time.
 */
@NullMarked
package dev.plat.domains.zone;

import org.jspecify.annotations.NullMarked;
