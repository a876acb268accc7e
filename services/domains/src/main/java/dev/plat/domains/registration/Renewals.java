package dev.plat.domains.registration;

import dev.plat.domains.registrar.Change;
import dev.plat.domains.registrar.DomainInfo;
import dev.plat.domains.registrar.Registrar;
import dev.plat.domains.registrar.Reply;
import dev.plat.domains.registrar.Secret;
import dev.plat.domains.registrar.Step;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.IdKind;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done about a name that is ours, day by day, by {@link RenewalPlan}: one order for each
 * last day, placed by a key that names that day, so that a repeat is the same order; and an end for
 * a name that is not to be renewed, first dark and then given back. Each of these is harmless when
 * repeated.
 */
final class Renewals {

    private static final Logger LOG = LoggerFactory.getLogger(Renewals.class);
    private static final Duration CHECKED = Duration.ofDays(1);
    private static final Duration WORKED = Duration.ofSeconds(5);
    private static final String DARK = "clientHold";
    static final String MOVED = "moved to another registrar";
    private static final int OTHER_REGISTRAR = 2201;
    private static final int MISSING = 2303;

    private final OrderBook book;
    private final OrderDriver driver;
    private final Registrar registrar;
    private final RegistrarId ours;
    private final IdGenerator ids;
    private final SecureRandom random;

    Renewals(
            OrderBook book,
            OrderDriver driver,
            Registrar registrar,
            RegistrarId ours,
            IdGenerator ids,
            SecureRandom random) {
        this.book = book;
        this.driver = driver;
        this.registrar = registrar;
        this.ours = ours;
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
        Optional<String> lost = lost(it);
        if (lost.isPresent()) {
            return it.to(Registration.State.GONE, lost.get(), null);
        }
        LocalDate from = until.atOffset(ZoneOffset.UTC).toLocalDate();
        boolean due = !now.isBefore(RenewalPlan.firstRenewal(until));
        boolean tried = from.equals(last.renews());
        if (it.autoRenew() && due && !tried) {
            return renew(it, until, from, now);
        }
        if (!it.autoRenew() && !now.isBefore(RenewalPlan.deletedAt(until))) {
            return giveBack(it, now);
        }
        if (!it.autoRenew() && !now.isBefore(RenewalPlan.darkAt(until))) {
            // A refusal says that it is dark already.
            var _ =
                    registrar.update(
                            Change.of(it.name()).statuses(Set.of(DARK), Set.of()),
                            step(it, "dark"));
        }
        return it.acted(now).dueAt(after(until, now));
    }

    private Registration renew(Registration it, Instant until, LocalDate from, Instant now) {
        Id id = ids.next(IdKind.REGISTRY_ORDER, it.account());
        String effect = RenewalPlan.effect(it.id().toString(), until);
        Order order =
                book.place(Order.renewal(id, effect, it.name(), 1, from, Secret.random(random)));
        if (!now.isBefore(RenewalPlan.darkAt(until))) {
            var _ =
                    registrar.update(
                            Change.of(it.name()).statuses(Set.of(), Set.of(DARK)),
                            step(it, "light"));
        }
        driver.submit(order.id());
        return it.renewing(order.id(), now).dueAt(now);
    }

    private Registration giveBack(Registration it, Instant now) {
        Reply<?> reply = registrar.delete(it.name(), step(it, "delete"));
        return switch (reply) {
            case Reply.Done<?> _, Reply.Pending<?> _ ->
                    it.deletedAt(now).to(Registration.State.GONE, "not renewed", null);
            case Reply.Refused<?>(int code, String reason) -> {
                LOG.error("name={} cannot be given back: {} {}", it.name(), code, reason);
                yield it.dueAt(now.plus(CHECKED));
            }
            case Reply.Unknown<?> _ -> it.dueAt(now.plus(WORKED));
        };
    }

    /**
     * Why it is not ours any more, if the registry says so; what it does not say changes nothing.
     */
    private Optional<String> lost(Registration it) {
        Reply<DomainInfo> reply = registrar.info(it.name(), Optional.empty(), step(it, "info"));
        return switch (reply) {
            case Reply.Done<DomainInfo>(DomainInfo info) ->
                    info.registrar().equals(ours.value()) ? Optional.empty() : Optional.of(MOVED);
            case Reply.Refused<DomainInfo>(int code, String _) ->
                    code == OTHER_REGISTRAR
                            ? Optional.of(MOVED)
                            : code == MISSING
                                    ? Optional.of("the registry does not know it any more")
                                    : Optional.empty();
            case Reply.Pending<DomainInfo> _, Reply.Unknown<DomainInfo> _ -> Optional.empty();
        };
    }

    private static Step step(Registration it, String name) {
        return new Step(it.id().toString(), name, 1);
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
