package dev.plat.checkout.pages;

import dev.plat.chassis.ticket.Caller;
import dev.plat.chassis.ticket.SignedIn;
import dev.plat.chassis.ticket.TicketCodec;
import dev.plat.checkout.CheckoutConfig;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import io.micronaut.core.convert.ArgumentConversionContext;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.bind.binders.TypedRequestArgumentBinder;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Gives a page its {@link Visitor}; whoever is not known is sent to be known first. */
@Singleton
final class VisitorBinder implements TypedRequestArgumentBinder<Visitor> {

    private final SignedIn signedIn;
    private final TicketCodec tickets;
    private final CheckoutConfig config;

    VisitorBinder(SignedIn signedIn, TicketCodec tickets, CheckoutConfig config) {
        this.signedIn = signedIn;
        this.tickets = tickets;
        this.config = config;
    }

    @Override
    public Argument<Visitor> argumentType() {
        return Argument.of(Visitor.class);
    }

    @Override
    public BindingResult<Visitor> bind(
            ArgumentConversionContext<Visitor> context, HttpRequest<?> request) {
        boolean form = request.getMethod() != HttpMethod.GET;
        if (form) {
            checkOrigin(request);
        }
        Caller.Person person =
                signedIn.person(request)
                        .orElseThrow(
                                () -> form ? ended() : new EnterFirst(request.getUri().toString()));
        return () -> Optional.of(new Visitor(person, tickets.csrf(person.session()), signedIn));
    }

    /** A form cannot be sent to the dashboard: browsers hold its target against our policy. */
    private static PlatException ended() {
        return new PlatException(
                ErrorCode.SIGN_IN_REQUIRED,
                "Your sign-in has ended. Go to the cart: you are signed in again on the way.");
    }

    private void checkOrigin(HttpRequest<?> request) {
        String origin = request.getHeaders().findFirst("Origin").orElse("");
        if (!origin.equals(config.origin())) {
            throw new PlatException(
                    ErrorCode.ORIGIN_REFUSED,
                    "The form comes from a page we do not know.",
                    "value",
                    origin,
                    "expected",
                    config.origin());
        }
    }
}
