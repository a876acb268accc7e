/**
 * Delivers events to the shop's endpoints, signed, again and again for three days; or badly, when a
 * test ordered so.
 */
@NullMarked
package dev.plat.ops.sandbox.card.hook;

import org.jspecify.annotations.NullMarked;
