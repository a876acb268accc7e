package dev.plat.domains.claim;

import dev.plat.chassis.ticket.Caller;
import dev.plat.domains.name.HostName;
import dev.plat.domains.name.HostNames;
import dev.plat.router.core.Deadline;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.PlatException;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An account's own names over HTTP. */
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
final class DomainController {

    /** How long a release waits for the nodes before it says which are missing. */
    private static final Duration RELEASE = Duration.ofSeconds(1);

    private final HostNames hostNames;
    private final Claims claims;
    private final Checks checks;
    private final NameViews views;
    private final Delivery delivery;

    DomainController(
            HostNames hostNames, Claims claims, Checks checks, NameViews views, Delivery delivery) {
        this.hostNames = hostNames;
        this.claims = claims;
        this.checks = checks;
        this.views = views;
        this.delivery = delivery;
    }

    @Post("/api/v1/sites/{site}/domains")
    HttpResponse<NameAnswer> claim(Caller.Person person, String site, @Body NameAnswer.New body) {
        Id owner = person.account();
        Id to = Id.parse(IdKind.SITE, site);
        HostName name = hostNames.parse(given(body.name()));
        boolean both = Boolean.TRUE.equals(body.pair());
        Optional<HostName> pair = both ? name.pair() : Optional.empty();
        boolean fresh = claims.claim(owner, to, name, redirect(owner, to, name, body.redirectTo()));
        if (pair.isPresent()) {
            fresh |= claims.claim(owner, to, pair.get(), name);
        }
        NameAnswer answer =
                NameAnswer.of(
                        view(owner, name),
                        pair.map(other -> view(owner, other)).orElse(null),
                        hostNames.looksLike(name).orElse(null));
        return fresh ? HttpResponse.created(answer) : HttpResponse.ok(answer);
    }

    @Get("/api/v1/sites/{site}/domains")
    NameAnswer.All list(Caller.Person person, String site) {
        Id id = Id.parse(IdKind.SITE, site);
        claims.requireSite(person.account(), id);
        return NameAnswer.All.of(views.ofSite(id));
    }

    /** A page with them is open; it says so every few seconds, for as long as it is. */
    @Post("/api/v1/sites/{site}/domains/watch")
    HttpResponse<Void> watch(Caller.Person person, String site) {
        Id id = Id.parse(IdKind.SITE, site);
        claims.requireSite(person.account(), id);
        checks.soon(id);
        return HttpResponse.noContent();
    }

    @Get("/api/v1/domains/{name}")
    NameAnswer view(Caller.Person person, String name) {
        return NameAnswer.of(view(person.account(), hostNames.parse(name)), null, null);
    }

    @Post("/api/v1/domains/{name}/check")
    HttpResponse<NameAnswer> check(Caller.Person person, String name) {
        HostName host = hostNames.parse(name);
        checks.now(host, person.account());
        return HttpResponse.accepted()
                .body(NameAnswer.of(view(person.account(), host), null, null));
    }

    /** Says on how many nodes it is off, and which are missing: those hear of it by and by. */
    @Delete("/api/v1/domains/{name}")
    HttpResponse<NameAnswer.Off> release(Caller.Person person, String name) {
        HostName host = hostNames.parse(name);
        claims.release(person.account(), host);
        Delivery.Reach reach = delivery.deliver(host.ascii(), Deadline.in(RELEASE));
        return HttpResponse.accepted()
                .body(
                        new NameAnswer.Off(
                                host.ascii(),
                                reach.reached(),
                                reach.reached() + reach.missing().size(),
                                reach.missing()));
    }

    private NameViews.View view(Id account, HostName name) {
        return views.of(account, name).orElseThrow(() -> Claims.unknown(name));
    }

    /** Visitors can be sent to another name of the same site only: elsewhere may be anybody's. */
    private @Nullable HostName redirect(Id account, Id site, HostName name, @Nullable String text) {
        if (text == null) {
            return null;
        }
        HostName target = hostNames.parse(text);
        boolean ours = claims.site(account, target).filter(site::equals).isPresent();
        if (!ours || target.equals(name)) {
            throw PlatException.invalidField(
                    "redirectTo", target.ascii(), "another name of this site");
        }
        return target;
    }

    private static String given(@Nullable String name) {
        if (name == null) {
            throw new PlatException(
                    ErrorCode.FIELD_INVALID,
                    "A field is missing.",
                    "field",
                    "name",
                    "expected",
                    "a host name");
        }
        return name;
    }
}
