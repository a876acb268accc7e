/** A year of renewals in its short form, and what it says when the worker is wrong about the CA. */
@NullMarked
package dev.plat.ops.bench.renewals;

import org.jspecify.annotations.NullMarked;
