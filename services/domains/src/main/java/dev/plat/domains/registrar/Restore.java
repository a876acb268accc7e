package dev.plat.domains.registrar;

import java.time.Instant;

/** The two halves of bringing a deleted name back (RFC 3915). */
public sealed interface Restore {

    /** Stops the deletion. */
    record Request() implements Restore {}

    /** Says why, within seven days. */
    record Report(Instant deleted, Instant restored, String reason) implements Restore {}
}
