package dev.plat.chassis.ticket;

import dev.plat.chassis.ProcessSettings;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.PlatException;
import dev.plat.schemas.ServiceTicket;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.Optional;
import java.util.Set;

/**
 * Finds out who calls, before any controller runs. A browser's unsafe call must come from an origin
 * we know and, once signed in, carry the session's CSRF token; another service shows its ticket
 * instead and needs neither. Everything under {@code /internal} is for services only.
 */
@ServerFilter({"/api/**", "/internal/**"})
final class CallerFilter {

    static final String ATTRIBUTE = "plat.caller";

    /** Set instead where the session's token is missing; signing up and in need none. */
    static final String WITHOUT_TOKEN = "plat.caller.without-token";

    static final String CSRF_HEADER = "Plat-Csrf";
    static final String ACTING_FOR_HEADER = "Plat-Acting-For";
    private static final Set<HttpMethod> SAFE =
            Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final SignedIn signedIn;
    private final ServiceTicket serviceTickets;
    private final String appOrigin;

    CallerFilter(SignedIn signedIn, ServiceTicket serviceTickets, ProcessSettings settings) {
        this.signedIn = signedIn;
        this.serviceTickets = serviceTickets;
        this.appOrigin = settings.appOrigin();
    }

    @RequestFilter
    @ExecuteOn(TaskExecutors.BLOCKING)
    void identify(HttpRequest<?> request) {
        Optional<Caller.Service> service = service(request);
        if (service.isPresent()) {
            request.setAttribute(ATTRIBUTE, service.get());
            return;
        }
        if (request.getPath().startsWith("/internal/")) {
            throw new PlatException(
                    ErrorCode.TICKET_REFUSED, "This address is for services of the cluster.");
        }
        boolean unsafe = !SAFE.contains(request.getMethod());
        if (unsafe) {
            checkOrigin(request);
        }
        signedIn.person(request)
                .ifPresent(person -> {
                    boolean known =
                            !unsafe || signedIn.vouched(person, header(request, CSRF_HEADER));
                    request.setAttribute(known ? ATTRIBUTE : WITHOUT_TOKEN, person);
                });
    }

    private Optional<Caller.Service> service(HttpRequest<?> request) {
        return serviceTickets
                .verify(header(request, "Authorization"))
                .map(name ->
                        new Caller.Service(
                                name,
                                Optional.of(header(request, ACTING_FOR_HEADER))
                                        .filter(text -> !text.isEmpty())
                                        .map(text -> Id.parse(IdKind.ACCOUNT, text))));
    }

    private void checkOrigin(HttpRequest<?> request) {
        String origin = header(request, "Origin");
        boolean known =
                origin.equals(appOrigin)
                        || (origin.isEmpty()
                                && header(request, "Sec-Fetch-Site").equals("same-origin"));
        if (!known) {
            throw new PlatException(
                    ErrorCode.ORIGIN_REFUSED,
                    "The call comes from an origin we do not know.",
                    "value",
                    origin,
                    "expected",
                    appOrigin);
        }
    }

    private static String header(HttpRequest<?> request, String name) {
        return request.getHeaders().findFirst(name).orElse("");
    }
}
