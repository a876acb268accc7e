package dev.plat.domains.registration;

import dev.plat.chassis.audit.Audit;
import dev.plat.domains.name.HostName;
import dev.plat.domains.registrar.Secret;
import dev.plat.router.core.ControlPoints;
import dev.plat.router.core.Router;
import dev.plat.router.core.Tx;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.Name;
import dev.plat.schemas.NameKind;
import dev.plat.schemas.PlatException;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * What a buyer does with a name: hold it, have it registered, ask, give it up. Each is known by the
 * buyer's key, so that a repeat gets the first answer; what is not at its end goes on by itself.
 *
 * <p>Threads: safe; blocking.
 */
final class Sales {

    private static final Duration HOLD_MAX = Duration.ofDays(1);

    private final Router router;
    private final OrderBook book;
    private final IdGenerator ids;
    private final SecureRandom random;
    private final InstantSource clock;
    private final Audit audit;
    private final ControlPoints points;
    private final Consumer<Id> wake;
    private final RegistrationSql registrations = new RegistrationSql();
    private final NameSql names = new NameSql();

    /** A registration, and the order that says how it goes on. */
    record Standing(Registration registration, Order order) {}

    /**
     * @param wake takes a registration up at once
     */
    Sales(
            Router router,
            OrderBook book,
            IdGenerator ids,
            SecureRandom random,
            InstantSource clock,
            Audit audit,
            ControlPoints points,
            Consumer<Id> wake) {
        this.router = router;
        this.book = book;
        this.ids = ids;
        this.random = random;
        this.clock = clock;
        this.audit = audit;
        this.points = points;
        this.wake = wake;
    }

    /**
     * Keeps a name from our other customers.
     *
     * @throws PlatException {@code name-taken} when another of our customers has it, {@code
     *     idempotency-mismatch} when the key was another name's
     */
    Standing hold(Wish wish) {
        Shop.requireYears(wish.years());
        Id account = wish.account();
        HostName name = wish.name();
        Instant now = now();
        Duration kept = wish.life().compareTo(HOLD_MAX) > 0 ? HOLD_MAX : wish.life();
        Id id = ids.next(IdKind.REGISTRATION, account);
        Order order = book.place(order(wish));
        Registration fresh =
                Registration.held(id, account, wish.effect(), order, wish.site(), now.plus(kept));
        Registration stored = router.write(account, tx -> insert(tx, fresh, now));
        if (!stored.name().equals(name.ascii())
                || !stored.account().equals(account)
                || stored.brought() != (wish.code() != null)) {
            throw new PlatException(
                    ErrorCode.IDEMPOTENCY_MISMATCH,
                    "This key was used for another purchase.",
                    "value",
                    name.ascii(),
                    "expected",
                    stored.name());
        }
        if (stored.state() != Registration.State.HELD) {
            return standing(stored);
        }
        boolean held =
                router.write(
                        key(stored),
                        tx -> names.hold(tx, stored.name(), stored.id(), now, now.plus(kept)));
        if (!held) {
            change(stored.id(), it -> refused(it, ErrorCode.NAME_TAKEN.text()));
            throw Shop.refused(stored.name(), ErrorCode.NAME_TAKEN);
        }
        points.reach("sale.held");
        return standing(stored);
    }

    private Order order(Wish wish) {
        Id id = ids.next(IdKind.REGISTRY_ORDER, wish.account());
        String name = wish.name().ascii();
        Secret code = wish.code();
        return code == null
                ? Order.held(id, wish.effect(), name, wish.years(), Secret.random(random))
                : Order.transfer(id, wish.effect(), name, code);
    }

    /**
     * Has a held name registered. What the registry says comes later: ask.
     *
     * @throws PlatException {@code not-found}
     */
    Standing register(Id account, String effect) {
        Registration found = byEffect(account, effect);
        if (found.state() != Registration.State.HELD) {
            return standing(found);
        }
        Instant now = now();
        boolean ours =
                router.write(key(found), tx -> names.confirm(tx, found.name(), found.id(), now));
        points.reach("sale.confirmed");
        if (!ours) {
            return standing(change(found.id(), it -> refused(it, ErrorCode.NAME_TAKEN.text())));
        }
        Registration ordered =
                change(
                        found.id(),
                        it ->
                                it.state() == Registration.State.HELD
                                        ? it.to(Registration.State.ORDERED, null, now)
                                        : it);
        points.reach("sale.ordered");
        wake.accept(ordered.id());
        return standing(ordered);
    }

    /**
     * How a purchase stands.
     *
     * @throws PlatException {@code not-found}
     */
    Standing query(Id account, String effect) {
        return standing(byEffect(account, effect));
    }

    /**
     * Gives up what is not ordered yet; what is ordered stays as it is.
     *
     * @throws PlatException {@code not-found}
     */
    Standing release(Id account, String effect) {
        Registration found = byEffect(account, effect);
        Registration released =
                change(
                        found.id(),
                        it ->
                                it.state() == Registration.State.HELD
                                        ? it.to(Registration.State.RELEASED, null, null)
                                        : it);
        if (!released.state().keepsName()) {
            router.write(key(released), tx -> names.free(tx, released.name(), released.id()));
        }
        return standing(released);
    }

    /** Whether there is a purchase of this key. */
    boolean known(Id account, String effect) {
        return router.read(account, tx -> registrations.byEffect(tx, effect)).isPresent();
    }

    /** The account's, the latest first. */
    List<Standing> of(Id account, int limit) {
        return router.read(account, tx -> registrations.of(tx, account, limit)).stream()
                .map(this::standing)
                .toList();
    }

    /**
     * One of the account's.
     *
     * @throws PlatException {@code not-found}
     */
    Standing find(Id account, Id id) {
        return standing(own(account, id));
    }

    /** Something has happened to it: it is looked at now. */
    Standing wake(Id account, Id id) {
        own(account, id);
        router.write(id, tx -> registrations.hasten(tx, id, now()));
        wake.accept(id);
        return find(account, id);
    }

    /** Whether it is renewed by itself before its last day. */
    Standing renews(Id account, Id id, boolean by) {
        own(account, id);
        Instant now = now();
        return standing(
                change(
                        id,
                        it -> {
                            boolean active = it.state() == Registration.State.ACTIVE;
                            return active ? it.renewed(by, now) : it;
                        }));
    }

    private Registration own(Id account, Id id) {
        return router.read(id, tx -> registrations.find(tx, id, false))
                .filter(found -> found.account().equals(account))
                .orElseThrow(() -> unknown(id.toString()));
    }

    private Registration byEffect(Id account, String effect) {
        return router.read(account, tx -> registrations.byEffect(tx, effect))
                .filter(found -> found.account().equals(account))
                .orElseThrow(() -> unknown(effect));
    }

    private static PlatException unknown(String value) {
        return new PlatException(
                ErrorCode.NOT_FOUND,
                "This account has bought nothing of that key.",
                "value",
                value);
    }

    private Registration insert(Tx tx, Registration fresh, Instant now) throws SQLException {
        if (registrations.insert(tx, fresh, now)) {
            audit.record(
                    tx, fresh.account(), "name.reserved", fresh.id(), Map.of("name", fresh.name()));
            return fresh;
        }
        return registrations.byEffect(tx, fresh.effect()).orElseThrow();
    }

    private static Registration refused(Registration it, String why) {
        return it.state() == Registration.State.HELD
                ? it.to(Registration.State.REFUSED, why, null)
                : it;
    }

    private Registration change(Id id, UnaryOperator<Registration> change) {
        return router.write(
                id,
                tx -> {
                    Registration found = registrations.find(tx, id, true).orElseThrow();
                    Registration after = change.apply(found);
                    if (!after.equals(found)) {
                        registrations.update(tx, after);
                    }
                    if (after.state() != found.state()) {
                        audit.record(
                                tx,
                                after.account(),
                                "name." + after.state().text(),
                                after.id(),
                                Map.of("name", after.name()));
                    }
                    return after;
                });
    }

    private Standing standing(Registration registration) {
        Optional<Order> order = book.find(registration.order());
        return new Standing(registration, order.orElseThrow());
    }

    static Name key(Registration registration) {
        return new Name(NameKind.REGISTRATION, registration.name());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
