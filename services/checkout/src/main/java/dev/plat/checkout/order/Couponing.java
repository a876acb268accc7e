package dev.plat.checkout.order;

import dev.plat.checkout.order.Effect.State;
import java.time.Instant;

/**
 * An order's coupon: held before the payment opens, used when the order is fulfilled, let go when
 * it is given up. No order ends before that is settled, and none fails to end because of it: what
 * was bought and paid stays so, whatever has become of the coupon.
 */
final class Couponing {

    private Couponing() {}

    static Order placed(Order order, Instant now) {
        return order.terms().coupon() == null
                ? order
                : order.intending(Step.HOLD_COUPON, 0, null, now);
    }

    static boolean held(Order order) {
        return order.terms().coupon() == null || order.has(Step.HOLD_COUPON, 0, State.DONE);
    }

    /** Also what is only on its way: whoever holds it later finds that it was let go. */
    static Order released(Order order, Guards guards, Instant now) {
        boolean asked = order.effect(Step.HOLD_COUPON, 0).isPresent();
        if (!asked || order.has(Step.HOLD_COUPON, 0, State.REFUSED) || !guards.couponLetGo()) {
            return order.dropping(Step.HOLD_COUPON);
        }
        return order.dropping(Step.HOLD_COUPON).intending(Step.RELEASE_COUPON, 0, null, now);
    }

    /** At its end, once nobody is to be told of it any more. */
    static Order ended(Order order, OrderState end, Instant now) {
        if (order.terms().coupon() == null) {
            return order.to(end);
        }
        Step last = end == OrderState.FULFILLED ? Step.CONFIRM_COUPON : Step.RELEASE_COUPON;
        Order settling = order.intending(last, 0, null, now);
        return settling.waitsFor(last) ? settling : settling.to(end);
    }
}
