/** What somebody has chosen and not ordered yet. */
@NullMarked
package dev.plat.checkout.cart;

import org.jspecify.annotations.NullMarked;
