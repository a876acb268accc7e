/**
 * Alone meets the buyer: from the cart over the payment to what was bought. It never computes a
 * price, and it never talks to a payment provider: both are done by the payments service.
 */
@NullMarked
package dev.plat.checkout;

import org.jspecify.annotations.NullMarked;
