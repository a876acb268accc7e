package dev.plat.domains.registration;

import dev.plat.chassis.audit.Audit;
import dev.plat.domains.claim.BoughtNames;
import dev.plat.domains.name.HostName;
import dev.plat.domains.name.HostNames;
import dev.plat.domains.registrar.Change;
import dev.plat.domains.registrar.Registrar;
import dev.plat.domains.registrar.Reply;
import dev.plat.domains.registrar.Step;
import dev.plat.domains.zone.SiteRecords;
import dev.plat.router.core.ControlPoints;
import dev.plat.router.core.Router;
import dev.plat.router.core.Tx;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.PlatException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes one purchase further: the order to its end, then the zone, then the site, then the lock. It
 * is taken under an epoch, each step is harmless when repeated, and what came of it is written
 * under that epoch; so it may end anywhere, and another goes on.
 *
 * <p>Threads: safe; blocking.
 */
final class Fulfilment {

    private static final Logger LOG = LoggerFactory.getLogger(Fulfilment.class);

    /** How long what is under way may go unlooked at. */
    private static final Duration LOOKED = Duration.ofSeconds(30);

    private static final Duration SOON = Duration.ofSeconds(2);
    private static final Duration DAILY = Duration.ofDays(1);
    private static final int STEPS_MAX = 12;
    private static final String LOCK = "clientTransferProhibited";

    private final Router router;
    private final OrderDriver driver;
    private final Registrar registrar;
    private final SiteRecords zones;
    private final BoughtNames bought;
    private final HostNames hostNames;
    private final Renewals renewals;
    private final Arrival arrival;
    private final Pace pace;
    private final InstantSource clock;
    private final Audit audit;
    private final ControlPoints points;
    private final RegistrationSql registrations = new RegistrationSql();
    private final NameSql names = new NameSql();

    Fulfilment(
            Router router,
            OrderDriver driver,
            Registrar registrar,
            SiteRecords zones,
            BoughtNames bought,
            HostNames hostNames,
            Renewals renewals,
            Arrival arrival,
            Pace pace,
            InstantSource clock,
            Audit audit,
            ControlPoints points) {
        this.router = router;
        this.driver = driver;
        this.registrar = registrar;
        this.zones = zones;
        this.bought = bought;
        this.hostNames = hostNames;
        this.renewals = renewals;
        this.arrival = arrival;
        this.pace = pace;
        this.clock = clock;
        this.audit = audit;
        this.points = points;
    }

    /** As far as it goes now; nothing happens when it is not due, or another is at it. */
    void run(Id id) {
        for (int step = 0; step < STEPS_MAX; step++) {
            Optional<Registration> taken =
                    router.write(id, tx -> registrations.lease(tx, id, now(), pace.answer()));
            if (taken.isEmpty()) {
                return;
            }
            Registration before = taken.get();
            Registration after = stepOrLater(before);
            points.reach("sale.stepped");
            boolean stored = router.write(id, tx -> store(tx, before, after));
            if (!stored || after.due() == null || after.due().isAfter(now())) {
                return;
            }
        }
    }

    private boolean store(Tx tx, Registration before, Registration after) throws SQLException {
        if (!registrations.update(tx, after)) {
            return false;
        }
        if (before.state() != after.state()) {
            audit.record(
                    tx,
                    after.account(),
                    "name." + after.state().text(),
                    after.id(),
                    Map.of("name", after.name()));
        }
        return true;
    }

    /** What went wrong here is no reason to wait until the lease has run out. */
    private Registration stepOrLater(Registration it) {
        try {
            return step(it);
        } catch (PlatException e) {
            LOG.warn("{} goes on in a moment: {}", it.id(), e.toString());
            return it.dueAt(now().plus(SOON));
        }
    }

    private Registration step(Registration it) {
        return switch (it.state()) {
            case HELD -> {
                free(it);
                yield it.to(Registration.State.RELEASED, "not ordered in time", null);
            }
            case ORDERED -> ordered(it);
            case ACTIVE -> active(it);
            case REFUSED, RELEASED, PARKED, GONE -> it.dueAt(null);
        };
    }

    private Registration ordered(Registration it) {
        if (it.brought() && it.copied() == null) {
            return arrival.copied(it, now());
        }
        driver.submit(it.order());
        Order order = driver.drive(it.order());
        return switch (order.state()) {
            case REGISTERED -> it.active(now(), order.expires(), now());
            case REFUSED -> {
                if (it.brought()) {
                    arrival.refused(it);
                }
                free(it);
                yield it.to(Registration.State.REFUSED, order.reason(), null);
            }
            case PARKED -> it.to(Registration.State.PARKED, order.reason(), null);
            case QUOTED, HELD, SUBMITTED, PENDING, UNKNOWN -> it.dueAt(next(order));
        };
    }

    private Instant next(Order order) {
        Instant due = order.due();
        Instant latest = now().plus(LOOKED);
        return due == null || due.isAfter(latest) ? latest : due;
    }

    private Registration active(Registration it) {
        if (!it.placed()) {
            return place(it);
        }
        Order order = driver.drive(it.renewal() == null ? it.order() : it.renewal());
        Registration known =
                order.state() == OrderState.REGISTERED
                        ? it.active(now(), order.expires(), now())
                        : it;
        if (!known.locked() && !known.unlocked()) {
            Registration locked = known.locked(lock(known));
            return locked.dueAt(now().plus(locked.locked() ? Duration.ZERO : LOOKED));
        }
        Registration after = renewals.next(known, order, now());
        if (after.state() == Registration.State.GONE) {
            free(after);
            if (!Renewals.MOVED.equals(after.reason())) {
                zones.drop(after.name()); // who has moved it may go on using ours
            }
        }
        return after;
    }

    /** The zone first: whoever asks for the name shall not be told that there is none. */
    private Registration place(Registration it) {
        if (!zones.lead(it.name(), it.account())) {
            return it.dueAt(now().plus(SOON));
        }
        points.reach("sale.zone");
        Id site = it.site();
        if (site == null) {
            return it.placed(null).dueAt(now());
        }
        HostName name = hostNames.stored(it.name());
        try {
            bought.take(it.account(), site, name, null);
            Optional<HostName> www = name.pair();
            if (www.isPresent()) {
                bought.take(it.account(), site, www.get(), name);
            }
            Optional<Registration> waits = it.brought() ? arrival.led(it, now()) : Optional.empty();
            if (waits.isPresent()) {
                return waits.get();
            }
            look(it.account(), name);
            www.ifPresent(other -> look(it.account(), other));
            return it.placed(null).dueAt(now());
        } catch (PlatException e) {
            boolean passing = e.code().retryable() || e.code().httpStatus() >= 500;
            LOG.warn("name={} is not with its site yet: {}", it.name(), e.toString());
            return it.placed(reason(e)).dueAt(now().plus(passing ? SOON : DAILY));
        }
    }

    private static @Nullable String reason(PlatException e) {
        return e.code() == ErrorCode.NOT_FOUND ? "the site is gone" : e.code().text();
    }

    /** What visitors see is not waited for. */
    private void look(Id account, HostName name) {
        Thread.startVirtualThread(() -> {
            try {
                bought.look(account, name);
            } catch (RuntimeException e) {
                LOG.info("{} is looked at on schedule: {}", name, e.toString());
            }
        });
    }

    /** A refusal means that it is there, or that this registry knows no locks. */
    private boolean lock(Registration it) {
        Reply<?> reply =
                registrar.update(
                        Change.of(it.name()).statuses(Set.of(LOCK), Set.of()),
                        new Step(it.id().toString(), "lock", 1));
        return switch (reply) {
            case Reply.Done<?> _, Reply.Pending<?> _, Reply.Refused<?> _ -> true;
            case Reply.Unknown<?> _ -> false;
        };
    }

    private void free(Registration it) {
        router.write(Sales.key(it), tx -> names.free(tx, it.name(), it.id()));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
