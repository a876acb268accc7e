/** Journals per second with all rules of the books on, beside a bare insert; and their proof. */
@NullMarked
package dev.plat.ops.bench.ledger;

import org.jspecify.annotations.NullMarked;
