/** {@code plat checkout …}: purchases that want an operator's look or hand. */
@NullMarked
package dev.plat.ops.cli.checkout;

import org.jspecify.annotations.NullMarked;
