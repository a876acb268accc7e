package dev.plat.payments.catalogue;

/** How long one payment of a price lasts. */
public enum Interval {
    MONTH,
    YEAR
}
