package dev.plat.domains.registration;

import dev.plat.domains.registrar.Secret;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.IdKind;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;

/**
 * Carries out {@link RenewalPlan}: one order for each last day, placed by a key that names that
 * day, so that a repeat is the same order.
 */
final class Renewals {

    private static final Duration CHECKED = Duration.ofDays(1);
    private static final Duration WORKED = Duration.ofSeconds(5);

    private final OrderBook book;
    private final OrderDriver driver;
    private final IdGenerator ids;
    private final SecureRandom random;

    Renewals(OrderBook book, OrderDriver driver, IdGenerator ids, SecureRandom random) {
        this.book = book;
        this.driver = driver;
        this.ids = ids;
        this.random = random;
    }

    /**
     * What follows for a name that is ours.
     *
     * @param last the order that made it last as long as it does, or is at that
     */
    Registration next(Registration it, Order last, Instant now) {
        Instant until = it.expires();
        if (until == null) {
            return it.dueAt(now.plus(CHECKED));
        }
        if (!last.state().last() || last.due() != null) {
            return it.dueAt(now.plus(WORKED));
        }
        Instant done = Objects.requireNonNullElse(it.acted(), now);
        List<RenewalPlan.Moment> due = RenewalPlan.due(until, done, now);
        boolean renew =
                due.stream().anyMatch(moment -> moment.act() == RenewalPlan.Act.RENEW)
                        && it.autoRenew();
        if (!renew) {
            return it.acted(now).dueAt(after(until, now));
        }
        LocalDate from = until.atOffset(ZoneOffset.UTC).toLocalDate();
        Id id = ids.next(IdKind.REGISTRY_ORDER, it.account());
        Order order =
                book.place(
                        Order.renewal(
                                id,
                                RenewalPlan.effect(it.id().toString(), until),
                                it.name(),
                                1,
                                from,
                                Secret.random(random)));
        driver.submit(order.id());
        return it.renewing(order.id(), now).dueAt(now);
    }

    private static Instant after(Instant until, Instant now) {
        Instant latest = now.plus(CHECKED);
        return RenewalPlan.of(until).stream()
                .map(RenewalPlan.Moment::at)
                .filter(at -> at.isAfter(now) && at.isBefore(latest))
                .findFirst()
                .orElse(latest);
    }
}
