/**
 * Money and coupons without an order: what is secured or held is held against the order it is for,
 * until that has taken notice; what no order takes goes back.
 */
@NullMarked
package dev.plat.payments.orphan;

import org.jspecify.annotations.NullMarked;
