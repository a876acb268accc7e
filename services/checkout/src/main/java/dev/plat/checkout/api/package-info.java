/** Purchases over HTTP, for the buyer. */
@NullMarked
package dev.plat.checkout.api;

import org.jspecify.annotations.NullMarked;
