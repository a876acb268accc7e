@NullMarked
package dev.plat.checkout.cart;

import org.jspecify.annotations.NullMarked;
