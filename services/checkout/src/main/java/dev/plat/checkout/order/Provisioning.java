package dev.plat.checkout.order;

import dev.plat.checkout.order.Effect.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** From secured money to what it bought: each line ends delivered or not, and is paid for if so. */
final class Provisioning {

    private static final String NOTHING = "nothing could be delivered";

    private enum Fate {
        OPEN,
        DELIVERED,
        LOST
    }

    private Provisioning() {}

    static Order begun(Order order, Instant now) {
        Order begun = order;
        for (OrderLine line : order.lines()) {
            begun = begun.intending(forward(line), line.number(), null, now);
        }
        return begun;
    }

    /** When every line has its fate: what was delivered is taken, the rest goes back. */
    static Order onward(Order order, Instant now) {
        if (order.has(Step.CAPTURE, 0, State.DONE) && !order.captured()) {
            return order.taken();
        }
        if (order.waitsFor(Step.CAPTURE)
                || order.lines().stream().anyMatch(line -> fate(order, line) == Fate.OPEN)) {
            return order;
        }
        if (order.has(Step.CAPTURE, 0, State.REFUSED)) {
            return order.parked("delivered, and the money could not be taken");
        }
        List<OrderLine> delivered = delivered(order);
        return order.captured() ? returned(order, delivered, now) : taken(order, delivered, now);
    }

    static List<OrderLine> delivered(Order order) {
        return order.lines().stream().filter(line -> fate(order, line) == Fate.DELIVERED).toList();
    }

    /** What is only held: this much of it is taken. */
    private static Order taken(Order order, List<OrderLine> delivered, Instant now) {
        if (!delivered.isEmpty() && !order.sum(delivered).isZero()) {
            return order.intending(Step.CAPTURE, 0, order.sum(delivered), now);
        }
        Order letGo = order.intending(Step.VOID, 0, null, now);
        if (letGo.waitsFor(Step.VOID)) {
            return letGo;
        }
        if (letGo.has(Step.VOID, 0, State.REFUSED)) {
            return letGo.parked("what is held could not be let go");
        }
        return delivered.isEmpty()
                ? lost(letGo, now)
                : Couponing.ended(letGo, OrderState.FULFILLED, now);
    }

    /** What is ours: what was not delivered goes back. */
    private static Order returned(Order order, List<OrderLine> delivered, Instant now) {
        Amount had = order.effect(Step.CAPTURE, 0).map(Effect::amount).orElse(order.total());
        Amount due = had.minus(order.sum(delivered));
        boolean nothing = delivered.isEmpty();
        if (due.isZero()) {
            return nothing ? lost(order, now) : Couponing.ended(order, OrderState.FULFILLED, now);
        }
        return order.goingTo(
                        nothing ? OrderState.REFUNDED : OrderState.FULFILLED,
                        nothing ? NOTHING : "not all could be delivered")
                .to(OrderState.REFUND_DUE)
                .intending(Step.REFUND, 0, due, now);
    }

    private static Order lost(Order order, Instant now) {
        return Couponing.ended(
                order.goingTo(OrderState.CANCELLED, NOTHING), OrderState.CANCELLED, now);
    }

    static Order refunded(Order order, Instant now) {
        if (order.has(Step.REFUND, 0, State.REFUSED)) {
            return order.parked("the provider does not give the money back");
        }
        OrderState goal = order.goal();
        return order.has(Step.REFUND, 0, State.DONE) && goal != null
                ? Couponing.ended(order, goal, now)
                : order;
    }

    /** Held money is taken before the hold ends; what does not come is called off. */
    static Order late(Order order, Patience patience, Instant now) {
        Instant since = order.secured();
        if (since == null) {
            return order;
        }
        Order late = order;
        boolean open = order.lines().stream().anyMatch(line -> fate(order, line) == Fate.OPEN);
        if (open && !order.captured() && passed(since, patience.capture(), now)) {
            late = late.intending(Step.CAPTURE, 0, order.total(), now);
        }
        for (OrderLine line : order.lines()) {
            if (fate(late, line) != Fate.OPEN) {
                continue;
            }
            switch (line.kind()) {
                case PLAN -> {
                    if (passed(since, patience.delivery(), now)) {
                        late = late.intending(Step.END_PLAN, line.number(), null, now);
                    }
                }
                case NAME -> {
                    if (passed(since, patience.registration(), now)) {
                        return late.parked("the registry has not decided on " + line.subject());
                    }
                }
            }
        }
        return late;
    }

    private static boolean passed(Instant since, Duration time, Instant now) {
        return now.isAfter(since.plus(time));
    }

    /** A plan that was called off is lost when that is settled, whatever its start has said. */
    private static Fate fate(Order order, OrderLine line) {
        if (order.effect(Step.END_PLAN, line.number()).isPresent()) {
            return order.has(Step.END_PLAN, line.number(), State.DONE) ? Fate.LOST : Fate.OPEN;
        }
        if (order.has(forward(line), line.number(), State.DONE)) {
            return Fate.DELIVERED;
        }
        return order.has(forward(line), line.number(), State.REFUSED) ? Fate.LOST : Fate.OPEN;
    }

    private static Step forward(OrderLine line) {
        return switch (line.kind()) {
            case PLAN -> Step.START_PLAN;
            case NAME -> Step.REGISTER_NAME;
        };
    }
}
