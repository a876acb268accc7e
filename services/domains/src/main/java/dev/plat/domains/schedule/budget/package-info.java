/**
 * How much a CA lets one account do, kept as tokens that are taken before the call: rows, leases
 * and rules as values.
 */
@NullMarked
package dev.plat.domains.schedule.budget;

import org.jspecify.annotations.NullMarked;
