package dev.plat.domains.registration;

/** What an order says to the registry next. */
enum Ask {
    CREATE,
    RENEW,
    /** To bring it over. */
    TRANSFER,
    /** What became of that, and whose the name is. */
    TRANSFERRED,
    INFO
}
