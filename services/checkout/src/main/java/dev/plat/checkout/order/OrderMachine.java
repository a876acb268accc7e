package dev.plat.checkout.order;

import dev.plat.checkout.order.Effect.State;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides, without doing anything, what becomes of an order and what is asked next.
 *
 * <p>The idea: an order is a set of effects on other services. Each is stored before it is asked,
 * under a key that never changes, and is asked again until the receiver has said done or refused;
 * so whoever drives the order may end anywhere, and several may drive it at once. The state follows
 * from what is settled alone, never from what a run remembers: an effect is taken back only when
 * its own row says that it was done, or by one that also stands for an act that has not come yet.
 *
 * <p>That money has come is believed of the payments service only, when it is asked ({@link
 * Step#SECURE_PAYMENT}): a return of the browser, a webhook, a timer merely hasten the question. An
 * order is given up only after the payment was closed, so nobody pays for what is gone.
 */
final class OrderMachine {

    /** How a payment is secured: the money is ours, or held for us. */
    private static final Set<String> SECURED = Set.of("captured", "authorised");

    private static final Set<Step> HASTENED =
            EnumSet.of(Step.OPEN_PAYMENT, Step.SECURE_PAYMENT, Step.EXPIRE_PAYMENT);

    private final Patience patience;
    private final Guards guards;

    OrderMachine(Patience patience, Guards guards) {
        this.patience = patience;
        this.guards = guards;
    }

    /** An order as it is stored before a service is asked, and what to ask. */
    record Begun(Order order, Effect effect) {}

    /** Takes up the first effect that is due. */
    Optional<Begun> begin(Order order, Instant now) {
        if (order.state() == OrderState.PARKED) {
            return Optional.empty();
        }
        return order.effects().stream()
                .filter(effect -> effect.is(State.INTENDED))
                .filter(effect -> effect.due() != null && !effect.due().isAfter(now))
                .findFirst()
                .map(effect -> effect.taken(now.plus(patience.lease())))
                .map(taken -> new Begun(order.with(taken), taken));
    }

    /** What an event makes of it. */
    Order decide(Order order, Event event, Instant now) {
        if (event instanceof Event.Unparked) {
            return onward(Parking.unparked(order, now), now);
        }
        if (order.state() == OrderState.PARKED) {
            return order;
        }
        Order heard =
                switch (event) {
                    case Event.Placed _ -> place(order, now);
                    case Event.Answered(String key, Answer answer) ->
                            answered(order, key, answer, now);
                    case Event.Hastened _ -> hastened(order, now);
                    case Event.Opened(@Nullable String page) -> reopened(order, page);
                    case Event.CancelAsked _ ->
                            giveUp(order, OrderState.CANCELLED, "cancelled by the buyer", now);
                    case Event.ParkAsked(String why) -> Parking.parked(order, why);
                    case Event.Unparked _ -> order;
                    case Event.Tick _ -> tick(order, now);
                };
        return onward(heard, now);
    }

    private static Order place(Order order, Instant now) {
        if (order.state() != OrderState.DRAFT || !order.effects().isEmpty()) {
            return order;
        }
        Order placed = Couponing.placed(order, now);
        for (OrderLine line : order.lines()) {
            if (line.kind() == OrderLine.Kind.NAME) {
                placed = placed.intending(Step.HOLD_NAME, line.number(), null, now);
            }
        }
        return placed;
    }

    /** Whatever of the payment is waited for is asked now. */
    private static Order hastened(Order order, Instant now) {
        return order.effects().stream()
                .filter(effect -> effect.is(State.INTENDED) && HASTENED.contains(effect.step()))
                .reduce(
                        order,
                        (each, effect) -> each.with(effect.askedAgain(now)),
                        (_, last) -> last);
    }

    private static Order reopened(Order order, @Nullable String page) {
        return order.effect(Step.OPEN_PAYMENT, 0)
                .filter(effect -> effect.is(State.DONE))
                .map(effect -> order.with(effect.settled(State.DONE, page)))
                .orElse(order);
    }

    private Order answered(Order order, String key, Answer answer, Instant now) {
        Optional<Effect> asked =
                order.effects().stream()
                        .filter(effect -> effect.key().equals(key) && effect.is(State.INTENDED))
                        .findFirst();
        if (asked.isEmpty()) {
            return order; // another run was faster, or nobody waits for it any more
        }
        Effect effect = asked.get();
        return switch (answer) {
            case Answer.Done(String fact) -> order.with(effect.settled(State.DONE, fact));
            case Answer.Refused(String reason) -> order.with(effect.settled(State.REFUSED, reason));
            case Answer.Later _ ->
                    order.with(
                            guards.laterIsOpen()
                                    ? effect.askedAgain(now.plus(pause(effect)))
                                    : effect.settled(State.REFUSED, "no answer"));
        };
    }

    private Duration pause(Effect effect) {
        int doubled = Math.min(Math.max(effect.tries() - 1, 0), 20);
        Duration pause = patience.asked().multipliedBy(1L << doubled);
        Duration most =
                effect.step() == Step.SECURE_PAYMENT ? patience.awaited() : patience.askedMost();
        return pause.compareTo(most) < 0 ? pause : most;
    }

    private Order tick(Order order, Instant now) {
        if (order.state() == OrderState.PROVISIONING) {
            return Provisioning.late(order, patience, now);
        }
        return now.isBefore(order.expires())
                ? order
                : giveUp(order, OrderState.EXPIRED, "not paid in time", now);
    }

    /** Before the money is there; after that an order ends by being delivered or paid back. */
    private Order giveUp(Order order, OrderState end, String why, Instant now) {
        return switch (order.state()) {
            case DRAFT, RESERVED, AWAITING_PAYMENT -> {
                if (order.goal() != null) {
                    yield order;
                }
                yield back(order, end, why, now);
            }
            case PROVISIONING, REFUND_DUE, FULFILLED, REFUNDED, EXPIRED, CANCELLED, PARKED -> order;
        };
    }

    private Order back(Order order, OrderState end, String why, Instant now) {
        Order going = order.goingTo(end, why);
        boolean opened = order.effect(Step.OPEN_PAYMENT, 0).isPresent();
        if (opened && guards.closedFirst()) {
            return going.intending(Step.EXPIRE_PAYMENT, 0, null, now);
        }
        return released(going.dropping(Step.SECURE_PAYMENT), now);
    }

    /** Also what is only on its way: whoever holds it later finds that it was let go. */
    private Order released(Order order, Instant now) {
        Order released =
                Couponing.released(
                        order.dropping(Step.HOLD_NAME).dropping(Step.OPEN_PAYMENT), guards, now);
        for (OrderLine line : order.lines()) {
            boolean asked = order.effect(Step.HOLD_NAME, line.number()).isPresent();
            if (asked && !order.has(Step.HOLD_NAME, line.number(), State.REFUSED)) {
                released = released.intending(Step.RELEASE_NAME, line.number(), null, now);
            }
        }
        return released;
    }

    /** As far as it goes with what is known. */
    private Order onward(Order order, Instant now) {
        Order before = order;
        Order after = step(before, now);
        while (!after.equals(before)) {
            before = after;
            after = step(before, now);
        }
        return after;
    }

    private Order step(Order order, Instant now) {
        return switch (order.state()) {
            case DRAFT -> order.goal() == null ? held(order, now) : back(order, now);
            case RESERVED -> order.goal() == null ? opened(order, now) : back(order, now);
            case AWAITING_PAYMENT -> order.goal() == null ? awaited(order, now) : back(order, now);
            case PROVISIONING -> Provisioning.onward(order, now);
            case REFUND_DUE -> Provisioning.refunded(order, now);
            case FULFILLED, REFUNDED, EXPIRED, CANCELLED, PARKED -> order;
        };
    }

    private Order held(Order order, Instant now) {
        Optional<Effect> refused =
                order.effects().stream().filter(each -> each.is(State.REFUSED)).findFirst();
        if (refused.isPresent()) {
            return back(
                    order,
                    OrderState.CANCELLED,
                    Objects.requireNonNullElse(refused.get().fact(), "refused"),
                    now);
        }
        boolean placed =
                Couponing.held(order)
                        && names(order).stream()
                                .allMatch(line ->
                                        order.has(Step.HOLD_NAME, line.number(), State.DONE));
        if (!placed) {
            return order;
        }
        return order.total().isZero()
                ? provisioned(order, true, now) // no provider is asked for nothing
                : order.to(OrderState.RESERVED).intending(Step.OPEN_PAYMENT, 0, order.total(), now);
    }

    private Order opened(Order order, Instant now) {
        if (order.has(Step.OPEN_PAYMENT, 0, State.REFUSED)) {
            return back(order, OrderState.CANCELLED, "the payment could not be opened", now);
        }
        return order.has(Step.OPEN_PAYMENT, 0, State.DONE)
                ? order.to(OrderState.AWAITING_PAYMENT).intending(Step.SECURE_PAYMENT, 0, null, now)
                : order;
    }

    private Order awaited(Order order, Instant now) {
        Optional<Effect> found =
                order.effect(Step.SECURE_PAYMENT, 0).filter(it -> !it.is(State.INTENDED));
        if (found.isEmpty()) {
            return order;
        }
        return found.get().is(State.DONE)
                ? secured(order, found.get(), now)
                : order.parked("the payment has to be looked at: " + found.get().fact());
    }

    /** On its way back: closed first, then let go; money that came before is money. */
    private Order back(Order order, Instant now) {
        Optional<Effect> closed = order.effect(Step.EXPIRE_PAYMENT, 0);
        if (closed.isPresent()) {
            switch (closed.get().state()) {
                case INTENDED -> {
                    return order;
                }
                case REFUSED -> {
                    return SECURED.contains(String.valueOf(closed.get().fact()))
                            ? secured(order, closed.get(), now)
                            : order.parked("the payment could not be closed");
                }
                case DONE, DROPPED -> {}
            }
        }
        Order letGo = released(order.dropping(Step.SECURE_PAYMENT), now);
        return letGo.any(each -> each.is(State.INTENDED))
                ? letGo
                : letGo.to(Objects.requireNonNull(letGo.goal()));
    }

    private static Order secured(Order order, Effect said, Instant now) {
        return provisioned(order, "captured".equals(said.fact()), now);
    }

    private static Order provisioned(Order order, boolean ours, Instant now) {
        return Provisioning.begun(
                order.dropping(Step.SECURE_PAYMENT)
                        .dropping(Step.OPEN_PAYMENT)
                        .secured(ours, now)
                        .to(OrderState.PROVISIONING),
                now);
    }

    private static List<OrderLine> names(Order order) {
        return order.lines().stream().filter(line -> line.kind() == OrderLine.Kind.NAME).toList();
    }
}
