package dev.plat.checkout.order;

/**
 * What keeps a purchase from being paid twice, paid for nothing, or delivered for nothing. All are
 * always on; a test takes one away and must then find the fault.
 *
 * @param stableKeys the key of an effect is the same in every try
 * @param closedFirst a payment is closed at the provider before the order is given up
 * @param laterIsOpen no answer is no refusal
 * @param couponLetGo a coupon that was held, or may have been, is let go with the order
 * @param ownRow what is taken back is what its own row says was done, not what a run remembers
 */
record Guards(
        boolean stableKeys,
        boolean closedFirst,
        boolean laterIsOpen,
        boolean ownRow,
        boolean couponLetGo) {

    static final Guards ALL = new Guards(true, true, true, true, true);
}
