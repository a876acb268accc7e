package dev.plat.payments.coupon;

/**
 * An account's coupon, whose periods are billed with it.
 *
 * @param billed how many periods were, from 1
 */
public record Use(Coupon coupon, int billed) {}
