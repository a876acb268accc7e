/**
 * The services that do what an order needs, over HTTP. An answer that is none is "later"; only what
 * the other service decided is a refusal.
 */
@NullMarked
package dev.plat.checkout.call;

import org.jspecify.annotations.NullMarked;
