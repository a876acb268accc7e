package dev.plat.domains.registration;

/** What an order says to the registry next. */
enum Ask {
    CREATE,
    RENEW,
    INFO
}
