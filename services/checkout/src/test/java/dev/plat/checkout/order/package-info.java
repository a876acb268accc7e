/** Tests of purchases on a seeded model of everybody they meet. */
@NullMarked
package dev.plat.checkout.order;

import org.jspecify.annotations.NullMarked;
