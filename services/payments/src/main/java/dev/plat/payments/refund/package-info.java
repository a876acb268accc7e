/**
 * Money on its way back to a buyer: asked for once, whatever is lost on the way, and parked with a
 * reason where the provider will not do it.
 */
@NullMarked
package dev.plat.payments.refund;

import org.jspecify.annotations.NullMarked;
