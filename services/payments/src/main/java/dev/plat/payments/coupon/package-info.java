/** What a coupon takes off, and for how long. Pure. */
@NullMarked
package dev.plat.payments.coupon;

import org.jspecify.annotations.NullMarked;
