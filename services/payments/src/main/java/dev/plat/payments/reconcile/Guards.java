package dev.plat.payments.reconcile;

/**
 * What keeps a movement from being explained wrongly. All are always on; a test takes one away and
 * must then find the fault.
 *
 * @param claims an expectation is met by one movement
 * @param fetched what is missing on our side is asked for and applied
 * @param overlap the list is read from before where it was read to
 */
record Guards(boolean claims, boolean fetched, boolean overlap) {

    static final Guards ALL = new Guards(true, true, true);
}
