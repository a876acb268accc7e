/**
 * Purchases while everything that takes part in them goes wrong, and what became of all of them.
 */
@NullMarked
package dev.plat.ops.chaos.purchase;

import org.jspecify.annotations.NullMarked;
