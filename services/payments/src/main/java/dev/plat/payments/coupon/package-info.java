/**
 * What coupons take off and for how long, how often each may be used, and who has one: held for an
 * order, then used or let go.
 */
@NullMarked
package dev.plat.payments.coupon;

import org.jspecify.annotations.NullMarked;
