/**
 * Customers' own names as the domains service tells them: which site each shows, its sealed
 * certificate, the challenges of a CA. Every change takes a number of the bucket's feed, and a
 * lower version never replaces a higher one.
 */
@NullMarked
package dev.plat.hosting.names;

import org.jspecify.annotations.NullMarked;
