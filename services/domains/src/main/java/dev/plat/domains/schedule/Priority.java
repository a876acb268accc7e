package dev.plat.domains.schedule;

/** The order of service, first to last. */
public enum Priority {
    /** Less than 48 hours of life are left, or the CA's window is over. */
    URGENT,
    /** A name without a certificate. */
    NEW,
    ROUTINE
}
