package dev.plat.payments.api;

import dev.plat.chassis.ticket.Caller;
import dev.plat.payments.catalogue.Catalogue;
import dev.plat.payments.entitlement.Entitlement;
import dev.plat.payments.entitlement.Entitlements;
import dev.plat.payments.money.Rate;
import dev.plat.payments.store.PostgresParticulars;
import dev.plat.payments.store.PostgresRenewals;
import dev.plat.payments.subscription.Subscription;
import dev.plat.payments.subscription.SubscriptionState;
import dev.plat.payments.subscription.Subscriptions;
import dev.plat.router.core.Router;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.PlatException;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What accounts are on: to its owner, and to the services that start and end it. */
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
@Requires(bean = Subscriptions.class)
final class SubscriptionController {

    private static final String ONE = "/api/v1/subscriptions/{subscription}";
    private static final String ORDERED = "/internal/v1/subscriptions/{order}/{line}";

    private final Subscriptions subscriptions;
    private final Entitlements entitlements;
    private final Catalogue catalogue;
    private final Router router;
    private final Optional<PostgresParticulars> particulars;
    private final Optional<PostgresRenewals> renewals;
    private final InstantSource clock;

    SubscriptionController(
            Subscriptions subscriptions,
            Entitlements entitlements,
            Catalogue catalogue,
            Router router,
            @Nullable PostgresParticulars particulars,
            @Nullable PostgresRenewals renewals,
            InstantSource clock) {
        this.renewals = Optional.ofNullable(renewals);
        this.clock = clock;
        this.particulars = Optional.ofNullable(particulars);
        this.subscriptions = subscriptions;
        this.entitlements = entitlements;
        this.catalogue = catalogue;
        this.router = router;
    }

    @Get("/api/v1/subscriptions")
    SubscriptionAnswer.All list(Caller person) {
        return new SubscriptionAnswer.All(
                subscriptions.of(person.account()).stream().map(this::answer).toList());
    }

    @Post(ONE + "/cancel")
    SubscriptionAnswer cancel(Caller person, String subscription) {
        Subscription ending = subscriptions.cancel(person.account(), id(subscription));
        boolean owed = ending.state() != SubscriptionState.ACTIVE;
        if (owed && renewals.isPresent()) {
            // Else the loop ends it; it is due.
            renewals.get().advance(ending.id(), clock.instant());
            return answer(subscriptions.find(person.account(), ending.id()));
        }
        return answer(ending);
    }

    @Post(ONE + "/resume")
    SubscriptionAnswer resume(Caller person, String subscription) {
        return answer(subscriptions.resume(person.account(), id(subscription)));
    }

    @Get("/api/v1/entitlements")
    SubscriptionAnswer.Entitled entitled(Caller person) {
        return SubscriptionAnswer.Entitled.of(
                router.read(person.account(), tx -> entitlements.current(tx, person.account())));
    }

    /** For the services that obey it: what an account may do that pays nothing. */
    @Get("/internal/v1/plans/free")
    SubscriptionAnswer.Free free() {
        return new SubscriptionAnswer.Free(
                catalogue.version(), Entitlement.of(Optional.empty(), catalogue).limits());
    }

    /** The same call again answers the same. */
    @Put(ORDERED)
    SubscriptionAnswer.Started start(String order, int line, @Body SubscriptionAnswer.Start body) {
        if (body.quantity() != 1) {
            throw PlatException.invalidField("quantity", Integer.toString(body.quantity()), "1");
        }
        String jurisdiction = body.jurisdiction() == null ? "" : body.jurisdiction();
        String percent = body.percent() == null ? "" : body.percent();
        Subscription started =
                subscriptions.start(
                        new Subscriptions.Order(
                                Id.parse(IdKind.ORDER, order),
                                line(line),
                                Id.parse(IdKind.ACCOUNT, body.account()),
                                body.price(),
                                PaymentController.money(body.paid()),
                                Id.parse(IdKind.PAYMENT, body.payment()),
                                jurisdiction,
                                jurisdiction.isEmpty() ? "" : Rate.ofPercent(percent).text()));
        return new SubscriptionAnswer.Started(started.id().toString(), started.state().text());
    }

    @Delete(ORDERED)
    @Status(HttpStatus.NO_CONTENT)
    void end(String order, int line) {
        subscriptions.end(Id.parse(IdKind.ORDER, order), line(line));
    }

    private static int line(int line) {
        if (line < 1) {
            throw PlatException.invalidField("line", Integer.toString(line), "1 or more");
        }
        return line;
    }

    private SubscriptionAnswer answer(Subscription found) {
        return SubscriptionAnswer.of(found, catalogue, particulars.map(all -> all.of(found)));
    }

    static PlatException unknown(Id id) {
        return new PlatException(
                ErrorCode.NOT_FOUND, "There is no such subscription.", "value", id.toString());
    }

    private static Id id(String text) {
        return Id.parse(IdKind.SUBSCRIPTION, text);
    }
}
