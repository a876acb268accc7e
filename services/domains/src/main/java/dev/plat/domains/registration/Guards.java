package dev.plat.domains.registration;

/**
 * What keeps an order from being doubled or mistaken. Both are always on; a test takes one away and
 * must then find the fault.
 *
 * @param ownCode whose a name is is asked with this order's own secret
 * @param storedStep that something is sent is stored before it is sent
 */
record Guards(boolean ownCode, boolean storedStep) {

    static final Guards ALL = new Guards(true, true);
}
