/**
 * Three years of renewals on a virtual clock: the scheduler of {@code services/domains} as it is,
 * against a CA that counts by itself.
 */
@NullMarked
package dev.plat.ops.bench.renewals;

import org.jspecify.annotations.NullMarked;
