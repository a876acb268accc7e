package dev.plat.domains.registration;

import dev.plat.chassis.ticket.Caller;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

/** What is sold here, and whether a name can be had. */
@Controller("/api/v1/registrations")
@ExecuteOn(TaskExecutors.BLOCKING)
final class ShopController {

    private final SaleSettings settings;

    ShopController(SaleSettings settings) {
        this.settings = settings;
    }

    /** Nothing is an answer, too: the page then shows no way to buy. */
    @Get("/offer")
    RegistrationAnswer.Sold offer(Caller.Person person) {
        return new RegistrationAnswer.Sold(settings.suffixes(), settings.withoutPayment());
    }

    /** Where there is a registry to ask. */
    @Controller("/api/v1/registrations/quote")
    @ExecuteOn(TaskExecutors.BLOCKING)
    @Requires(bean = Shop.class)
    static final class Quotes {

        private final Shop shop;

        Quotes(Shop shop) {
            this.shop = shop;
        }

        @Get
        RegistrationAnswer.Quoted quote(
                Caller.Person person,
                @QueryValue String name,
                @QueryValue(defaultValue = "1") int years) {
            return RegistrationAnswer.of(shop.quote(shop.name(name), years));
        }
    }
}
