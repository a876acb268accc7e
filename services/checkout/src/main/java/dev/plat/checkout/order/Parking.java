package dev.plat.checkout.order;

import dev.plat.checkout.order.Effect.State;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/**
 * Takes an order out of everybody's hands, and back. Where it goes on follows from its effects, as
 * everything does; what was refused on the way to the person is asked again under its old key, so
 * the receiver says how it stands now.
 */
final class Parking {

    /** Whose refusal parks. */
    private static final Set<Step> ASKED_AGAIN =
            EnumSet.of(
                    Step.SECURE_PAYMENT, Step.EXPIRE_PAYMENT, Step.CAPTURE, Step.VOID, Step.REFUND);

    private Parking() {}

    static Order parked(Order order, String why) {
        return order.state().last() ? order : order.parked(why);
    }

    static Order unparked(Order order, Instant now) {
        if (order.state() != OrderState.PARKED) {
            return order;
        }
        Order asking = order;
        for (Effect effect : order.effects()) {
            if (effect.is(State.REFUSED) && ASKED_AGAIN.contains(effect.step())) {
                asking =
                        asking.with(
                                new Effect(
                                        effect.key(),
                                        effect.step(),
                                        effect.line(),
                                        effect.amount(),
                                        State.INTENDED,
                                        null,
                                        effect.tries(),
                                        now));
            } else if (effect.is(State.INTENDED)) {
                asking = asking.with(effect.askedAgain(now));
            }
        }
        return resumed(asking);
    }

    private static Order resumed(Order order) {
        if (order.secured() != null) {
            return order.effect(Step.REFUND, 0).isPresent()
                    ? order.resumed(OrderState.REFUND_DUE, refundGoal(order))
                    : order.resumed(OrderState.PROVISIONING, null);
        }
        boolean back =
                order.effect(Step.EXPIRE_PAYMENT, 0).isPresent()
                        || order.any(effect ->
                                effect.step() == Step.RELEASE_NAME
                                        || effect.step() == Step.RELEASE_COUPON);
        OrderState goal = back ? OrderState.CANCELLED : null;
        if (order.opened()) {
            return order.resumed(OrderState.AWAITING_PAYMENT, goal);
        }
        return order.effect(Step.OPEN_PAYMENT, 0).isPresent()
                ? order.resumed(OrderState.RESERVED, goal)
                : order.resumed(OrderState.DRAFT, goal);
    }

    /** All goes back, or what could not be delivered. */
    private static OrderState refundGoal(Order order) {
        Amount back =
                Objects.requireNonNull(
                        order.effect(Step.REFUND, 0).map(Effect::amount).orElse(order.total()));
        return back.equals(order.total()) ? OrderState.REFUNDED : OrderState.FULFILLED;
    }
}
