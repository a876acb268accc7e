/**
 * Customers' own names: who may use which, how they come to a site, and how each gets and keeps its
 * certificate. Its rooms stand below.
 */
@NullMarked
package dev.plat.domains;

import org.jspecify.annotations.NullMarked;
