package dev.plat.building.accounts;

import dev.plat.chassis.ticket.Caller;
import dev.plat.chassis.ticket.Ticket;
import dev.plat.chassis.ticket.TicketCodec;
import dev.plat.chassis.ticket.TicketCookie;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.PlatException;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import org.jspecify.annotations.Nullable;

/** Sign up, in and out, over HTTP. */
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
final class AccountController {

    private final Accounts accounts;
    private final TicketCodec tickets;

    AccountController(Accounts accounts, TicketCodec tickets) {
        this.accounts = accounts;
        this.tickets = tickets;
    }

    @Post("/api/v1/accounts")
    HttpResponse<SignedIn> signUp(@Body Credentials credentials) {
        Ticket ticket = accounts.signUp(credentials.emailGiven(), credentials.passwordGiven());
        return HttpResponse.created(signedIn(ticket.account(), ticket.session()))
                .cookie(TicketCookie.of(tickets.encode(ticket)));
    }

    @Post("/api/v1/session")
    HttpResponse<SignedIn> signIn(@Body Credentials credentials, HttpRequest<?> request) {
        String from = request.getRemoteAddress().getAddress().getHostAddress();
        Ticket ticket =
                accounts.signIn(credentials.emailGiven(), credentials.passwordGiven(), from);
        return HttpResponse.ok(signedIn(ticket.account(), ticket.session()))
                .cookie(TicketCookie.of(tickets.encode(ticket)));
    }

    /** Who is signed in; comes with a fresh ticket, so that who works stays signed in. */
    @Get("/api/v1/session")
    HttpResponse<SignedIn> session(Caller.Person person) {
        Ticket ticket = accounts.renew(person.session(), person.account(), person.epoch());
        return HttpResponse.ok(signedIn(person.account(), person.session()))
                .cookie(TicketCookie.of(tickets.encode(ticket)));
    }

    @Delete("/api/v1/session")
    HttpResponse<?> signOut(Caller.Person person) {
        accounts.signOut(person.session(), person.account());
        return HttpResponse.noContent().cookie(TicketCookie.cleared());
    }

    /** For the other services: does this ticket still hold? */
    @Get("/internal/v1/sessions/{session}")
    Standing standing(
            @PathVariable String session, @QueryValue String account, @QueryValue long epoch) {
        Ticket ticket =
                new Ticket(
                        Id.parse(IdKind.SESSION, session),
                        Id.parse(IdKind.ACCOUNT, account),
                        epoch,
                        0,
                        0);
        return new Standing(accounts.holds(ticket));
    }

    /** For the other services: by what its owner knows an account. */
    @Get("/internal/v1/accounts/{account}")
    Known known(@PathVariable String account) {
        return new Known(accounts.email(Id.parse(IdKind.ACCOUNT, account)));
    }

    private SignedIn signedIn(Id account, Id session) {
        return new SignedIn(account.toString(), accounts.email(account), tickets.csrf(session));
    }

    /** What signing up and in take. */
    @Serdeable
    record Credentials(@Nullable String email, @Nullable String password) {

        String emailGiven() {
            return given("email", email);
        }

        String passwordGiven() {
            return given("password", password);
        }

        private static String given(String field, @Nullable String value) {
            if (value == null) {
                throw new PlatException(
                        ErrorCode.FIELD_INVALID, "A field is missing.", "field", field);
            }
            return value;
        }

        @Override
        public String toString() {
            return "Credentials[" + email + "]";
        }
    }

    /** Who is signed in, and the token their unsafe calls must carry. */
    @Serdeable
    record SignedIn(String account, String email, String csrf) {}

    /** What an owner signs in with. */
    @Serdeable
    record Known(String email) {}

    /** Whether a ticket holds. */
    @Serdeable
    record Standing(boolean holds) {}
}
