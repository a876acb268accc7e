package dev.plat.domains.registrar;

import java.time.Instant;
import java.util.Optional;

/**
 * A name on its way from one registrar to another, or at the end of it.
 *
 * @param status EPP's: pending, clientApproved, serverApproved, clientRejected, clientCancelled …
 * @param by who asked, and {@code from} whom
 * @param due when it was or will be answered
 */
public record Transfer(
        String name,
        String status,
        String by,
        Instant asked,
        String from,
        Instant due,
        Optional<Instant> expires) {

    /** What one can say about a transfer. */
    public enum Verb {
        REQUEST,
        QUERY,
        APPROVE,
        REJECT,
        CANCEL
    }
}
