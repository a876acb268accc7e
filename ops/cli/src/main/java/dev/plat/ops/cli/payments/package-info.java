/** {@code plat payments …}: the books, what the provider says, and its clock. */
@NullMarked
package dev.plat.ops.cli.payments;

import org.jspecify.annotations.NullMarked;
