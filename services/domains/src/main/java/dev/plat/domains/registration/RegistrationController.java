package dev.plat.domains.registration;

import dev.plat.chassis.ticket.Caller;
import dev.plat.domains.claim.BoughtNames;
import dev.plat.domains.name.HostName;
import dev.plat.domains.name.HostNames;
import dev.plat.domains.registrar.Secret;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.PlatException;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.time.Duration;
import java.time.InstantSource;

/** An account's bought names over HTTP. */
@Controller("/api/v1")
@ExecuteOn(TaskExecutors.BLOCKING)
@Requires(bean = Sales.class)
final class RegistrationController {

    /** A click orders at once; what is held longer was left behind. */
    private static final Duration HELD = Duration.ofMinutes(10);

    private static final int LIST_MAX = 500;

    private final SaleSettings settings;
    private final Shop shop;
    private final Sales sales;
    private final TransferIn transferIn;
    private final TransferOut transferOut;
    private final BoughtNames bought;
    private final HostNames hostNames;
    private final InstantSource clock;

    RegistrationController(
            SaleSettings settings,
            Shop shop,
            Sales sales,
            TransferIn transferIn,
            TransferOut transferOut,
            BoughtNames bought,
            HostNames hostNames,
            InstantSource clock) {
        this.settings = settings;
        this.shop = shop;
        this.sales = sales;
        this.transferIn = transferIn;
        this.transferOut = transferOut;
        this.bought = bought;
        this.hostNames = hostNames;
        this.clock = clock;
    }

    /** Buys without paying, by the same two calls that a checkout makes. */
    @Post("/sites/{site}/registrations")
    HttpResponse<RegistrationAnswer> buy(
            Caller.Person person, String site, @Body RegistrationAnswer.New body) {
        requireUnpaid(settings.withoutPayment());
        Id account = person.account();
        Id to = Id.parse(IdKind.SITE, site);
        HostName name = shop.name(body.name());
        int years = body.years() == null ? 1 : body.years();
        String effect = account + "/" + key(body.key());
        boolean known = sales.known(account, effect);
        if (!known) {
            bought.requireRoom(account, to, name.pair().isPresent() ? 2 : 1);
            Shop.requireFree(shop.quote(name, years));
        }
        return ordered(known, new Wish(account, effect, name, years, to, null, HELD));
    }

    /** Brings a name over from another registrar, which has days to say no. */
    @Post("/sites/{site}/registrations/transfers")
    HttpResponse<RegistrationAnswer> bring(
            Caller.Person person, String site, @Body RegistrationAnswer.Brought body) {
        requireUnpaid(settings.freeTransfers());
        Id account = person.account();
        Id to = Id.parse(IdKind.SITE, site);
        HostName name = shop.name(body.name());
        String effect = account + "/" + key(body.key());
        Secret code = TransferIn.code(body.code());
        boolean known = sales.known(account, effect);
        if (!known) {
            bought.requireSite(account, to);
            transferIn.requireMovable(name, code);
        }
        return ordered(known, new Wish(account, effect, name, 1, to, code, HELD));
    }

    /** Takes a request for a transfer back. */
    @Post("/registrations/{registration}/cancel")
    RegistrationAnswer cancel(Caller.Person person, String registration) {
        return answer(
                transferIn.cancel(person.account(), Id.parse(IdKind.REGISTRATION, registration)));
    }

    private HttpResponse<RegistrationAnswer> ordered(boolean known, Wish wish) {
        sales.hold(wish);
        RegistrationAnswer answer = answer(sales.register(wish.account(), wish.effect()));
        return known ? HttpResponse.ok(answer) : HttpResponse.created(answer);
    }

    private static void requireUnpaid(boolean free) {
        if (!free) {
            throw new PlatException(
                    ErrorCode.PLAN_LIMIT, "Names are bought through the checkout here.");
        }
    }

    @Get("/registrations")
    RegistrationAnswer.All list(Caller.Person person) {
        return new RegistrationAnswer.All(
                sales.of(person.account(), LIST_MAX).stream().map(this::answer).toList());
    }

    @Get("/registrations/{registration}")
    RegistrationAnswer read(Caller.Person person, String registration) {
        return answer(sales.find(person.account(), Id.parse(IdKind.REGISTRATION, registration)));
    }

    @Patch("/registrations/{registration}")
    RegistrationAnswer change(
            Caller.Person person, String registration, @Body RegistrationAnswer.Patch patch) {
        Id id = Id.parse(IdKind.REGISTRATION, registration);
        Boolean locked = patch.locked();
        if (locked != null) {
            transferOut.unlock(person.account(), id, !locked);
        }
        Boolean renew = patch.autoRenew();
        return answer(
                renew == null
                        ? sales.find(person.account(), id)
                        : sales.renews(person.account(), id, renew));
    }

    /** Makes a new one each time; it is told here and nowhere else. */
    @Post("/registrations/{registration}/code")
    RegistrationAnswer.Code code(Caller.Person person, String registration) {
        Id id = Id.parse(IdKind.REGISTRATION, registration);
        return new RegistrationAnswer.Code(transferOut.code(person.account(), id).value());
    }

    private RegistrationAnswer answer(Sales.Standing standing) {
        return RegistrationAnswer.of(
                standing, hostNames.stored(standing.registration().name()), clock.instant());
    }

    private static String key(String text) {
        if (!text.matches("[A-Za-z0-9_-]{8,64}")) {
            throw PlatException.invalidField(
                    "key", text, "8 to 64 letters, digits, hyphens and underscores");
        }
        return text;
    }
}
