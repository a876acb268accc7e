package dev.plat.chassis.ticket;

import dev.plat.schemas.Id;

/**
 * What the sign-in cookie says. Every service checks it by itself; whether it still holds is asked
 * of {@link TicketCheck}.
 *
 * @param session the sign-in it belongs to; ends with sign-out
 * @param account who signed in
 * @param epoch the account's epoch at issue; raising the account's ends every older ticket
 * @param issuedSeconds Unix seconds
 * @param expiresSeconds Unix seconds
 */
public record Ticket(Id session, Id account, long epoch, long issuedSeconds, long expiresSeconds) {}
