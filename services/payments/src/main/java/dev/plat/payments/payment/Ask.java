package dev.plat.payments.payment;

/** What is asked of the provider next. */
enum Ask {
    /** Its name for the account. */
    CUSTOMER,
    OPEN,
    FETCH,
    FIND,
    CAPTURE,
    EXPIRE,
    CANCEL
}
