package dev.plat.payments.payment;

/**
 * What keeps a buyer from being charged twice, beside the key that no repeat changes and the index
 * that lets one attempt live. All are always on; a test takes one away and must then find the
 * second charge.
 *
 * @param expireFirst a page is closed before another opens, and what was paid there counts
 * @param repeatWindow nothing is sent again once the provider may have forgotten the key
 * @param queryFirst what had no answer is asked about before it counts as failed
 * @param reviewed a person only ends what waits for one
 */
record Guards(boolean expireFirst, boolean repeatWindow, boolean queryFirst, boolean reviewed) {

    static final Guards ALL = new Guards(true, true, true, true);
}
