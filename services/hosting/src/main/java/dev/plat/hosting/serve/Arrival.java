package dev.plat.hosting.serve;

/** How a request came here; what it may be answered depends on it. */
sealed interface Arrival {

    /** Without TLS. */
    record Clear() implements Arrival {}
}
