package dev.plat.building.handoff;

import dev.plat.building.pages.NeighbourSettings;
import dev.plat.chassis.ticket.Caller;
import dev.plat.chassis.ticket.SignedIn;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.PlatException;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.uri.UriBuilder;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import java.net.URI;
import java.util.Optional;

/** Where checkout sends a browser whose owner it does not know, and where it asks who came. */
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
final class HandoffController {

    private final Handoffs handoffs;
    private final SignedIn signedIn;
    private final Optional<String> checkout;

    HandoffController(Handoffs handoffs, SignedIn signedIn, NeighbourSettings neighbours) {
        this.handoffs = handoffs;
        this.signedIn = signedIn;
        this.checkout = Optional.ofNullable(neighbours.checkoutOrigin());
    }

    /**
     * On to checkout, with a code; to the dashboard, where one signs in, if nobody is signed in.
     *
     * @param to a path there
     */
    @Get("/checkout")
    HttpResponse<?> leave(HttpRequest<?> request, @QueryValue String state, @QueryValue String to) {
        String origin =
                checkout.orElseThrow(
                        () -> new PlatException(ErrorCode.NOT_FOUND, "Nothing is sold here."));
        Optional<Caller.Person> person = signedIn.person(request);
        if (person.isEmpty()) {
            URI signIn = UriBuilder.of("/").queryParam("buy", to).build();
            return HttpResponse.seeOther(signIn).header("Cache-Control", "no-store");
        }
        Id code = handoffs.begin(person.get(), state);
        URI there =
                UriBuilder.of(origin + "/enter")
                        .queryParam("code", code.toString())
                        .queryParam("to", to)
                        .build();
        return HttpResponse.seeOther(there)
                .header("Cache-Control", "no-store")
                .header("Referrer-Policy", "no-referrer");
    }

    /** Who came with this code; it counts once. */
    @Post("/internal/v1/handoffs")
    Arrived arrive(@Body Arriving arriving) {
        Caller.Person who =
                handoffs.end(Id.parse(IdKind.HANDOFF, arriving.code()), arriving.state());
        return new Arrived(who.account().toString(), who.session().toString(), who.epoch());
    }

    @Serdeable
    record Arriving(String code, String state) {}

    @Serdeable
    record Arrived(String account, String session, long epoch) {}
}
