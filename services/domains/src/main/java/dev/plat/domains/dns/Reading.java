package dev.plat.domains.dns;

/** What a server said of a zone. */
public sealed interface Reading {

    record Found(Zone zone) implements Reading {}

    /** The server says that it does not have it. */
    record Missing() implements Reading {}

    record Unknown(String why) implements Reading {}
}
