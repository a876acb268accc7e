package dev.plat.domains.registration;

import dev.plat.domains.name.HostName;
import dev.plat.domains.name.HostNames;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.PlatException;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Buying for other services, as the chassis sees to; each call may be repeated and answers the
 * same.
 */
@Controller("/internal/v1/names")
@ExecuteOn(TaskExecutors.BLOCKING)
@Requires(bean = Sales.class)
final class NamesController {

    private static final Duration HELD = Duration.ofMinutes(45);
    private static final int EFFECT_MAX = 200;

    private final Shop shop;
    private final Sales sales;
    private final HostNames hostNames;
    private final InstantSource clock;

    NamesController(Shop shop, Sales sales, HostNames hostNames, InstantSource clock) {
        this.shop = shop;
        this.sales = sales;
        this.hostNames = hostNames;
        this.clock = clock;
    }

    /** Whether it can be had; what it costs a buyer is payments' word. */
    @Get("/quote")
    RegistrationAnswer.Quoted quote(
            @QueryValue String name, @QueryValue(defaultValue = "1") int years) {
        return RegistrationAnswer.of(shop.quote(shop.name(name), years));
    }

    @Post("/hold")
    RegistrationAnswer hold(@Body RegistrationAnswer.Hold body) {
        Id account = account(body.account());
        String effect = effect(body.effect());
        HostName name = shop.name(body.name());
        int years = body.years() == null ? 1 : body.years();
        if (!sales.known(account, effect)) {
            Shop.requireFree(shop.quote(name, years));
        }
        Duration life = body.seconds() == null ? HELD : Duration.ofSeconds(body.seconds());
        Id site = body.site() == null ? null : Id.parse(IdKind.SITE, body.site());
        return answer(sales.hold(new Wish(account, effect, name, years, site, null, life)));
    }

    @Post("/register")
    RegistrationAnswer register(@Body RegistrationAnswer.Effect body) {
        return answer(sales.register(account(body.account()), effect(body.effect())));
    }

    @Post("/query")
    RegistrationAnswer query(@Body RegistrationAnswer.Effect body) {
        return answer(sales.query(account(body.account()), effect(body.effect())));
    }

    @Post("/release")
    RegistrationAnswer release(@Body RegistrationAnswer.Effect body) {
        return answer(sales.release(account(body.account()), effect(body.effect())));
    }

    private RegistrationAnswer answer(Sales.Standing standing) {
        return RegistrationAnswer.of(
                standing, hostNames.stored(standing.registration().name()), clock.instant());
    }

    private static Id account(String text) {
        return Id.parse(IdKind.ACCOUNT, text);
    }

    private static String effect(String text) {
        if (text.isBlank() || text.length() > EFFECT_MAX) {
            throw PlatException.invalidField("effect", text, "1 to " + EFFECT_MAX + " characters");
        }
        return text;
    }
}
