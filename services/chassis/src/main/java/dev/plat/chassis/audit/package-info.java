/**
 * Every change a person makes, as one row in the changing transaction, chained by hash within its
 * bucket.
 */
@NullMarked
package dev.plat.chassis.audit;

import org.jspecify.annotations.NullMarked;
