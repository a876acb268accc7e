package dev.plat.domains.registrar;

/**
 * What became of a command at the registry.
 *
 * @param <T> what is told when it is done
 */
public sealed interface Reply<T> {

    /** It was carried out. */
    record Done<T>(T value) implements Reply<T> {}

    /** It was taken, and a message will say what became of it. */
    record Pending<T>() implements Reply<T> {}

    /**
     * It was not carried out, and will not be.
     *
     * @param code EPP's (RFC 5730, section 3): 2302, the object exists; 2303, it does not …
     */
    record Refused<T>(int code, String reason) implements Reply<T> {}

    /** It may have been carried out, may yet be, or may not: only asking the registry tells. */
    record Unknown<T>(String why) implements Reply<T> {}
}
