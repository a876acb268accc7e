package dev.plat.chassis.ticket;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.cookie.Cookie;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * Who is signed in, by the ticket that a browser sends.
 *
 * <p>Threads: safe; may ask the authority for sessions.
 */
@Singleton
public final class SignedIn {

    private final TicketCodec codec;
    private final TicketCheck check;

    SignedIn(TicketCodec codec, TicketCheck check) {
        this.codec = codec;
        this.check = check;
    }

    /** Empty without a ticket, or with one that does not hold. */
    public Optional<Caller.Person> person(HttpRequest<?> request) {
        return request.getCookies()
                .findCookie(TicketCookie.NAME)
                .map(Cookie::getValue)
                .flatMap(codec::decode)
                .filter(check::holds)
                .map(ticket ->
                        new Caller.Person(ticket.account(), ticket.session(), ticket.epoch()));
    }

    /** Whether a form or a call carries the session's own token. */
    public boolean vouched(Caller.Person person, String token) {
        return codec.csrfMatches(person.session(), token);
    }
}
