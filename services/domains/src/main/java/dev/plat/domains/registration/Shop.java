package dev.plat.domains.registration;

import dev.plat.domains.name.HostName;
import dev.plat.domains.name.HostNames;
import dev.plat.domains.registrar.Offer;
import dev.plat.domains.registrar.Price;
import dev.plat.domains.registrar.Registrar;
import dev.plat.domains.registrar.Reply;
import dev.plat.domains.registrar.Step;
import dev.plat.router.core.Router;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.NameKind;
import dev.plat.schemas.PlatException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says whether a name can be had, and for how much.
 *
 * <p>Threads: safe; blocking.
 */
final class Shop {

    private static final int YEARS_MAX = 10;

    private final SaleSettings settings;
    private final HostNames hostNames;
    private final Registrar registrar;
    private final Router router;
    private final InstantSource clock;
    private final NameSql names = new NameSql();

    /**
     * What a name is offered for.
     *
     * @param refusal why it cannot be had; null when it can
     * @param price empty where the registry tells none
     */
    record Quote(HostName name, int years, @Nullable ErrorCode refusal, Optional<Price> price) {}

    Shop(
            SaleSettings settings,
            HostNames hostNames,
            Registrar registrar,
            Router router,
            InstantSource clock) {
        this.settings = settings;
        this.hostNames = hostNames;
        this.registrar = registrar;
        this.router = router;
        this.clock = clock;
    }

    /**
     * A name as it is sold: directly below one of our suffixes.
     *
     * @throws PlatException {@code name-invalid} and what else {@link HostNames} says
     */
    HostName name(String text) {
        HostName name = hostNames.parse(text);
        int dot = name.ascii().indexOf('.');
        if (!name.isRegisteredDomain()) {
            throw new PlatException(
                    ErrorCode.NAME_INVALID,
                    "Only a whole domain can be bought; names below it come with it.",
                    "value",
                    name.ascii(),
                    "expected",
                    name.registeredDomain());
        }
        if (!settings.suffixes().contains(name.ascii().substring(dot + 1))) {
            throw new PlatException(
                    ErrorCode.NAME_INVALID,
                    "Names of this ending are not sold here.",
                    "value",
                    name.ascii(),
                    "expected",
                    "a name that ends in ." + String.join(", .", settings.suffixes()));
        }
        return name;
    }

    /**
     * Asks the registry, and looks among what our other customers are about to buy.
     *
     * @throws PlatException {@code try-again} when the registry does not say
     */
    Quote quote(HostName name, int years) {
        requireYears(years);
        boolean ours =
                router.read(
                        name.toName(NameKind.REGISTRATION),
                        tx -> names.owner(tx, name.ascii(), clock.instant()).isPresent());
        if (ours) {
            return new Quote(name, years, ErrorCode.NAME_TAKEN, Optional.empty());
        }
        Reply<List<Offer>> reply =
                registrar.check(List.of(name.ascii()), years, new Step("quote", "check", 1));
        return switch (reply) {
            case Reply.Done<List<Offer>>(List<Offer> offers) -> quote(name, years, offers);
            case Reply.Refused<List<Offer>>(int code, String reason) ->
                    throw new PlatException(
                            ErrorCode.NAME_INVALID,
                            "The registry does not take this name.",
                            "value",
                            name.ascii(),
                            "found",
                            code + " " + reason);
            case Reply.Pending<List<Offer>> _, Reply.Unknown<List<Offer>> _ ->
                    throw new PlatException(
                            ErrorCode.TRY_AGAIN,
                            "The registry does not answer just now.",
                            "value",
                            name.ascii());
        };
    }

    private static Quote quote(HostName name, int years, List<Offer> offers) {
        Offer offer =
                offers.stream()
                        .filter(one -> one.name().equals(name.ascii()))
                        .findFirst()
                        .orElse(new Offer(name.ascii(), false, Optional.empty(), false));
        @Nullable ErrorCode refusal =
                !offer.free()
                        ? ErrorCode.NAME_TAKEN
                        : offer.premium() ? ErrorCode.NAME_PREMIUM : null;
        return new Quote(name, years, refusal, offer.price());
    }

    /**
     * @throws PlatException {@code name-taken}, {@code name-premium}
     */
    static void requireFree(Quote quote) {
        if (quote.refusal() != null) {
            throw refused(quote.name().ascii(), quote.refusal());
        }
    }

    static PlatException refused(String name, ErrorCode code) {
        return code == ErrorCode.NAME_PREMIUM
                ? new PlatException(
                        code,
                        "The registry wants a higher price for this name, and we do not sell it"
                                + " yet.",
                        "value",
                        name)
                : new PlatException(
                        code, "This name is taken.", "value", name, "expected", "a free name");
    }

    static void requireYears(int years) {
        if (years < 1 || years > YEARS_MAX) {
            throw PlatException.invalidField("years", Integer.toString(years), "1 to " + YEARS_MAX);
        }
    }
}
