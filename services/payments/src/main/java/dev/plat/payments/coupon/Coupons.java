package dev.plat.payments.coupon;

import dev.plat.router.core.Deadline;
import dev.plat.router.core.Router;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.Name;
import dev.plat.schemas.NameKind;
import dev.plat.schemas.PlatException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Coupons, and who has them. A code's counts stand in the code's bucket, that an account has used
 * it in the account's: two transactions. An account's row is written before the count and deleted
 * before it, so wherever a run ends the hold that is counted is still there to be asked about, and
 * nobody gets a coupon that is not counted.
 *
 * <p>Every act has the order as its key and may come again. What was let go stays known: a hold
 * that arrives after that is refused.
 *
 * <p>Threads: safe; blocking.
 */
public final class Coupons {

    /** By then an order is paid or given up, usually. */
    private static final Duration ASKED_AFTER = Duration.ofHours(1);

    private static final Duration SWEEP = Duration.ofSeconds(10);

    private final Router router;
    private final InstantSource clock;
    private final CouponSql coupons = new CouponSql();
    private final HoldSql holds = new HoldSql();
    private final UseSql uses = new UseSql();

    public Coupons(Router router, InstantSource clock) {
        this.router = router;
        this.clock = clock;
    }

    /** A coupon that is held for an order. */
    public record Held(String code, Id order, Instant since) {}

    /**
     * Offers one; the same again changes nothing.
     *
     * @throws PlatException {@code record-conflicts} when the code stands for another
     */
    public Offer add(Offer offer) {
        String code = offer.coupon().code();
        return router.write(
                name(code),
                tx -> {
                    coupons.insert(tx, offer);
                    Offer kept = coupons.find(tx, code).orElseThrow();
                    if (!kept.sameAs(offer)) {
                        throw Offer.taken(code);
                    }
                    return kept;
                });
    }

    /**
     * Nobody gets it from now on; those who have it keep it.
     *
     * @throws PlatException {@code coupon-refused} when it is unknown
     */
    public Offer end(String typed) {
        String code = code(typed);
        Instant now = now();
        return router.write(
                        name(code),
                        tx -> {
                            coupons.end(tx, code, now);
                            return coupons.find(tx, code);
                        })
                .orElseThrow(() -> Refusal.UNKNOWN.of(typed));
    }

    /** By their codes, those after {@code after}. */
    public List<Offer> list(String after, int limit) {
        return router
                .scatter(Deadline.in(SWEEP), tx -> coupons.list(tx, after, limit))
                .parts()
                .stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparing(offer -> offer.coupon().code()))
                .limit(limit)
                .toList();
    }

    /**
     * What a code takes off for somebody who wants to buy.
     *
     * @throws PlatException {@code coupon-refused} with the rule
     */
    public Coupon offered(String typed, Optional<Id> account) {
        String code = code(typed);
        Instant now = now();
        Offer offer =
                router.<Optional<Offer>>read(name(code), tx -> coupons.find(tx, code))
                        .orElseThrow(() -> Refusal.UNKNOWN.of(typed));
        if (account.isPresent()
                && router.<Boolean>read(account.get(), tx -> uses.has(tx, account.get(), code))) {
            throw Refusal.ALREADY_USED.of(code);
        }
        offer.refusal(now)
                .ifPresent(refusal -> {
                    throw refusal.of(code);
                });
        return offer.coupon();
    }

    /**
     * Holds one for an order, or finds that it does.
     *
     * @throws PlatException {@code coupon-refused} with the rule; {@code order-state} when it was
     *     let go before
     */
    public void hold(String typed, Id account, Id order) {
        String code = code(typed);
        if (!account.bucket().equals(order.bucket())) {
            throw PlatException.invalidField(
                    "order", order.toString(), "an id in the bucket of the account");
        }
        Offer offer =
                router.<Optional<Offer>>read(name(code), tx -> coupons.find(tx, code))
                        .orElseThrow(() -> Refusal.UNKNOWN.of(typed));
        if (!router.<Boolean>write(account, tx -> uses.keep(tx, account, offer.coupon(), order))) {
            throw Refusal.ALREADY_USED.of(code);
        }
        Optional<PlatException> refused = counted(code, order);
        if (refused.isPresent()) {
            // No call for this order can hold it any more, so none that has it loses its row here.
            forget(code, order);
            throw refused.get();
        }
    }

    /** A refusal is kept as what was let go: calls that come at once get one answer for good. */
    private Optional<PlatException> counted(String code, Id order) {
        Instant now = now();
        return router.write(
                name(code),
                tx -> {
                    if (!holds.insert(
                            tx, code, order, HoldSql.State.HELD, now, now.plus(ASKED_AFTER))) {
                        if (holds.find(tx, code, order).orElseThrow() != HoldSql.State.RELEASED) {
                            return Optional.empty();
                        }
                        Optional<Refusal> still = coupons.find(tx, code).orElseThrow().refusal(now);
                        return Optional.of(
                                still.map(rule -> rule.of(code)).orElseGet(() -> givenUp(order)));
                    }
                    Optional<Refusal> refused = coupons.find(tx, code).orElseThrow().refusal(now);
                    if (refused.isEmpty() && coupons.hold(tx, code)) {
                        return Optional.empty();
                    }
                    holds.settle(tx, code, order, HoldSql.State.RELEASED);
                    return Optional.of(refused.orElse(Refusal.USED_UP).of(code));
                });
    }

    private static PlatException givenUp(Id order) {
        return new PlatException(
                ErrorCode.ORDER_STATE,
                "The order has let its coupon go.",
                "value",
                order.toString(),
                "expected",
                "an order that was not given up");
    }

    /**
     * What was held for an order is used.
     *
     * @return false when it was let go before
     */
    public boolean confirm(String typed, Id order) {
        String code = code(typed);
        return router.write(
                name(code),
                tx -> {
                    Optional<HoldSql.State> state = holds.find(tx, code, order);
                    if (state.isPresent() && state.get() == HoldSql.State.HELD) {
                        holds.settle(tx, code, order, HoldSql.State.USED);
                        coupons.use(tx, code);
                    }
                    return state.isPresent() && state.get() != HoldSql.State.RELEASED;
                });
    }

    /**
     * The order was given up: others may have it, and what it would hold later is refused.
     *
     * @return false when it is used
     */
    public boolean release(String typed, Id order) {
        String code = code(typed);
        Instant now = now();
        // By a write, since the row is locked to be read.
        boolean used =
                router.<Boolean>write(
                        name(code),
                        tx ->
                                holds.find(tx, code, order)
                                        .filter(state -> state == HoldSql.State.USED)
                                        .isPresent());
        if (used) {
            return false;
        }
        forget(code, order);
        boolean letGo =
                router.<Boolean>write(
                        name(code),
                        tx -> {
                            if (holds.insert(tx, code, order, HoldSql.State.RELEASED, now, now)) {
                                return true;
                            }
                            HoldSql.State state = holds.find(tx, code, order).orElseThrow();
                            if (state == HoldSql.State.HELD) {
                                holds.settle(tx, code, order, HoldSql.State.RELEASED);
                                coupons.letGo(tx, code);
                            }
                            return state != HoldSql.State.USED;
                        });
        if (letGo) {
            // A hold that went by between the two wrote the account's row again.
            forget(code, order);
        }
        return letGo;
    }

    private void forget(String code, Id order) {
        router.write(
                order,
                tx -> {
                    uses.forget(tx, order, code);
                    return true;
                });
    }

    /** Holds whose orders are to be asked for, the oldest first. */
    public List<Held> due(int limit) {
        Instant now = now();
        return router.scatter(Deadline.in(SWEEP), tx -> holds.due(tx, now, limit)).parts().stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparing(Held::since))
                .limit(limit)
                .toList();
    }

    /** Whether nobody else looks at it meanwhile. */
    public boolean take(Held held, Duration lease) {
        Instant now = now();
        return router.write(name(held.code()), tx -> holds.take(tx, held, now, now.plus(lease)));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static Name name(String code) {
        return new Name(NameKind.COUPON, code);
    }

    private static String code(String typed) {
        return Offer.code(typed).orElseThrow(() -> Refusal.UNKNOWN.of(typed));
    }
}
