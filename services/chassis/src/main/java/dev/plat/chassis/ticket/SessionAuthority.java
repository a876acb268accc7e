package dev.plat.chassis.ticket;

/**
 * Who knows for sure whether a ticket still holds: site-builder from its tables, the others by
 * asking it.
 */
public interface SessionAuthority {

    /**
     * True while the session stands and the account's epoch is the ticket's.
     *
     * @throws dev.plat.schemas.PlatException a retryable code when nobody can tell just now
     */
    boolean holds(Ticket ticket);
}
