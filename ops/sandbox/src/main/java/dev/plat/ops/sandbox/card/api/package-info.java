/**
 * The provider's API for shops: forms in, JSON out, in the shape of Stripe's; keys that make a call
 * once only, cursors, expansion, and errors of the same shape.
 */
@NullMarked
package dev.plat.ops.sandbox.card.api;

import org.jspecify.annotations.NullMarked;
