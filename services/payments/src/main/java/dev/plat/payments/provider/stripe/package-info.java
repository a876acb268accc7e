/**
 * Stripe, and whatever speaks as it does. The only room that knows Stripe's own types and words.
 */
@NullMarked
package dev.plat.payments.provider.stripe;

import org.jspecify.annotations.NullMarked;
