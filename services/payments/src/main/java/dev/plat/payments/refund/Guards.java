package dev.plat.payments.refund;

/**
 * What keeps money from going back twice. All are always on; a test takes one away and must then
 * find the second refund.
 *
 * @param repeatWindow a repeat is only sent while the provider knows its key
 * @param askedFirst and only when the provider was asked right before and has none: it may have
 *     forgotten the key earlier than it says
 * @param settledOnce what a person has ended is not ended again in another way
 */
record Guards(boolean repeatWindow, boolean askedFirst, boolean settledOnce) {

    static final Guards ALL = new Guards(true, true, true);
}
