package dev.plat.payments.api;

import dev.plat.chassis.money.Sum;
import dev.plat.chassis.ticket.Caller;
import dev.plat.payments.SubscriptionDriver;
import dev.plat.payments.api.PaymentAnswer.Amount;
import dev.plat.payments.money.Money;
import dev.plat.payments.store.PostgresChanges;
import dev.plat.payments.store.PostgresRenewals;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.PlatException;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Another price for a subscription, for its owner: what it would cost, and making it. */
@Controller("/api/v1/subscriptions/{subscription}")
@ExecuteOn(TaskExecutors.BLOCKING)
@Requires(bean = SubscriptionDriver.class)
final class ChangeController {

    private final SubscriptionDriver driver;
    private final PostgresRenewals renewals;
    private final InstantSource clock;

    ChangeController(SubscriptionDriver driver, PostgresRenewals renewals, InstantSource clock) {
        this.driver = driver;
        this.renewals = renewals;
        this.clock = clock;
    }

    /**
     * @param shown what was shown of it: if it comes to something else by now nothing is done;
     *     null: whatever it comes to
     */
    @Serdeable
    record Wanted(String price, @Nullable Shown shown) {}

    /** Of a preview. */
    @Serdeable
    record Shown(Sum charge, Sum credit, Sum due, String from) {

        private static Money money(Sum sum) {
            return Money.of(sum.amount(), sum.currency());
        }

        PostgresChanges.Shown read() {
            try {
                return new PostgresChanges.Shown(
                        money(charge), money(credit), money(due), LocalDate.parse(from));
            } catch (DateTimeParseException e) {
                throw PlatException.invalidField("from", from, "a day such as 2027-01-31")
                        .causedBy(e);
            }
        }
    }

    /**
     * What a change comes to.
     *
     * @param charge for the days from {@code from} on, with tax
     * @param credit for the days that were paid and are not used, with tax
     * @param due what is charged now
     * @param from the first day of the new price
     * @param made whether it was
     */
    @Serdeable
    record Changed(Amount charge, Amount credit, Amount due, String from, boolean made) {

        static Changed of(PostgresChanges.Change change) {
            return new Changed(
                    Amount.of(change.charge()),
                    Amount.of(change.credit()),
                    Amount.of(change.due()),
                    change.from().toString(),
                    change.made());
        }
    }

    @Post("/preview")
    Changed preview(Caller person, String subscription, @Body Wanted wanted) {
        return Changed.of(
                renewals.changes()
                        .preview(
                                person.account(),
                                id(person, subscription),
                                wanted.price(),
                                clock.instant()));
    }

    @Post("/change")
    Changed change(Caller person, String subscription, @Body Wanted wanted) {
        return Changed.of(
                driver.change(
                        person.account(),
                        id(person, subscription),
                        wanted.price(),
                        Optional.ofNullable(wanted.shown()).map(Shown::read)));
    }

    private static Id id(Caller person, String text) {
        Id id = Id.parse(IdKind.SUBSCRIPTION, text);
        if (!id.bucket().equals(person.account().bucket())) {
            throw SubscriptionController.unknown(id);
        }
        return id;
    }
}
