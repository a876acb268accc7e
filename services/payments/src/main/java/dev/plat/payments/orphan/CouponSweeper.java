package dev.plat.payments.orphan;

import dev.plat.payments.coupon.Coupons;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.PlatException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds coupons against their orders: what an order still holds after an hour is asked about, and
 * only what the order has become decides. Nothing is let go because time went by alone, but where
 * no order is known for six hours.
 *
 * <p>Threads: safe.
 */
public final class CouponSweeper {

    private static final Logger LOG = LoggerFactory.getLogger(CouponSweeper.class);
    private static final int BATCH = 50;
    private static final Duration AGAIN = Duration.ofMinutes(10);

    /** A restored database may be behind; by then an order that is only late has come. */
    private static final Duration UNKNOWN_FOR = Duration.ofHours(6);

    private static final Set<String> GIVEN_UP = Set.of("expired", "cancelled", "refunded");

    private final Coupons coupons;
    private final Orders orders;
    private final InstantSource clock;

    public CouponSweeper(Coupons coupons, Orders orders, InstantSource clock) {
        this.coupons = coupons;
        this.orders = orders;
        this.clock = clock;
    }

    /** Looks at what is due, one after the other. */
    public void sweep() {
        for (Coupons.Held held : coupons.due(BATCH)) {
            if (coupons.take(held, AGAIN)) {
                look(held);
            }
        }
    }

    private void look(Coupons.Held held) {
        Optional<String> order;
        try {
            order = orders.changed(new Id(IdKind.PAYMENT, held.order().uuid()));
        } catch (PlatException e) {
            LOG.debug("coupon of order={} is asked about again: {}", held.order(), e.text());
            return;
        }
        boolean lost = order.isEmpty() && !clock.instant().isBefore(held.since().plus(UNKNOWN_FOR));
        if (lost || order.filter(GIVEN_UP::contains).isPresent()) {
            LOG.info(
                    "coupon of order={} is let go: it is {}",
                    held.order(),
                    order.orElse("not known"));
            coupons.release(held.code(), held.order());
        }
        if (order.filter("fulfilled"::equals).isPresent()) {
            coupons.confirm(held.code(), held.order());
        }
    }
}
