package dev.plat.checkout.order;

import dev.plat.schemas.Id;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Payments, domains and the buyers. Each does what has one key once and says the same again; what
 * it is asked may be lost, come late, or be done with the answer lost.
 */
final class ModelWorld implements Services {

    /** Where a payment stands at the provider. */
    enum Money {
        NONE,
        OPEN,
        AUTHORISED,
        CAPTURED,
        CLOSED,
        VOIDED
    }

    /** What happened to the money of one order. */
    static final class Till {
        Money money = Money.NONE;
        long total;
        long captured;
        long refunded;
        int captures;
    }

    private static final Answer LATER = new Answer.Later();
    private static final Answer DONE = new Answer.Done("");

    final Map<Id, Till> tills = new HashMap<>();
    final Map<String, Id> holders = new HashMap<>();
    final Map<String, Id> registered = new HashMap<>();
    final Map<String, Integer> deliveries = new HashMap<>();
    final Set<String> running = new HashSet<>();
    final ModelCoupons coupons = new ModelCoupons();
    boolean calm;

    private final RandomGenerator random;
    private final Runnable meanwhile;
    private final Map<String, Answer> said = new HashMap<>();
    private final Set<String> calledOff = new HashSet<>();
    private final Map<String, Instant> undecided = new HashMap<>();
    private final List<Runnable> onTheirWay = new ArrayList<>();
    private Instant now;

    /**
     * @param meanwhile what others do while a call is under way
     */
    ModelWorld(RandomGenerator random, Instant start, Runnable meanwhile) {
        this.random = random;
        this.now = start;
        this.meanwhile = meanwhile;
    }

    void at(Instant time) {
        now = time;
        while (!onTheirWay.isEmpty() && (calm || random.nextInt(3) == 0)) {
            onTheirWay.removeFirst().run();
        }
    }

    /** A buyer at the provider's page. */
    void buyerActs(Order order) {
        Till till = till(order);
        if (till.money == Money.OPEN && random.nextInt(3) > 0) {
            till.money = order.manual() ? Money.AUTHORISED : Money.CAPTURED;
            till.captured = order.manual() ? 0 : till.total;
        }
    }

    @Override
    public Answer ask(Order order, Effect effect, String key) {
        meanwhile.run();
        int fault = calm ? 9 : random.nextInt(10);
        if (fault == 0) {
            return LATER;
        }
        if (fault == 1) {
            onTheirWay.add(() -> answered(order, effect, key));
            return LATER;
        }
        Answer answer = answered(order, effect, key);
        meanwhile.run();
        return fault == 2 ? LATER : answer;
    }

    private Answer answered(Order order, Effect effect, String key) {
        Answer before = said.get(key);
        if (before != null) {
            return before;
        }
        Answer answer = done(order, effect);
        if (!(answer instanceof Answer.Later)) {
            said.put(key, answer);
        }
        return answer;
    }

    private Answer done(Order order, Effect effect) {
        return switch (effect.step()) {
            case HOLD_NAME -> hold(order, subject(order, effect));
            case RELEASE_NAME -> release(order, subject(order, effect));
            case REGISTER_NAME -> register(order, effect, subject(order, effect));
            case HOLD_COUPON -> coupons.hold(order.id());
            case CONFIRM_COUPON -> coupons.confirm(order.id());
            case RELEASE_COUPON -> coupons.release(order.id());
            case START_PLAN -> start(order, effect);
            case END_PLAN -> end(order, effect);
            case OPEN_PAYMENT -> open(order);
            case SECURE_PAYMENT -> secure(order);
            case EXPIRE_PAYMENT -> expire(order);
            case CAPTURE -> capture(order, amount(effect));
            case VOID -> letGo(order);
            case REFUND -> refund(order, amount(effect));
        };
    }

    private Answer hold(Order order, String name) {
        if (calledOff.contains(order.id() + name)) {
            return new Answer.Refused("it was let go before");
        }
        Id holder = holders.putIfAbsent(name, order.id());
        return holder == null || holder.equals(order.id())
                ? DONE
                : new Answer.Refused("the name is taken");
    }

    private Answer release(Order order, String name) {
        calledOff.add(order.id() + name);
        if (!registered.containsKey(name)) {
            holders.remove(name, order.id());
        }
        return DONE;
    }

    private Answer register(Order order, Effect effect, String name) {
        if (!order.id().equals(holders.get(name))) {
            return new Answer.Refused("it is not held");
        }
        if (!decided(effect)) {
            return LATER;
        }
        if (random.nextInt(4) == 0) {
            holders.remove(name, order.id());
            return new Answer.Refused("the registry does not want to");
        }
        deliveries.merge(effect.key(), 1, Integer::sum);
        registered.put(name, order.id());
        return DONE;
    }

    private Answer start(Order order, Effect effect) {
        String plan = plan(order, effect);
        if (calledOff.contains(plan)) {
            return new Answer.Refused("it was called off before");
        }
        if (!decided(effect)) {
            return LATER;
        }
        if (random.nextInt(5) == 0) {
            return new Answer.Refused("no such plan any more");
        }
        deliveries.merge(effect.key(), 1, Integer::sum);
        running.add(plan);
        return DONE;
    }

    private Answer end(Order order, Effect effect) {
        calledOff.add(plan(order, effect));
        running.remove(plan(order, effect));
        return DONE;
    }

    /** Mostly at once; else within five days. */
    private boolean decided(Effect effect) {
        Instant at =
                undecided.computeIfAbsent(
                        effect.key(),
                        _ ->
                                random.nextInt(4) == 0
                                        ? now.plus(Duration.ofMinutes(random.nextInt(5 * 1440)))
                                        : now);
        return !now.isBefore(at);
    }

    private Answer open(Order order) {
        Till till = till(order);
        if (till.money != Money.NONE) {
            return new Answer.Refused("it was closed before");
        }
        till.money = Money.OPEN;
        till.total = order.total().minor();
        return new Answer.Done("https://card.test/pay");
    }

    private Answer secure(Order order) {
        return switch (till(order).money) {
            case NONE, OPEN -> LATER;
            case AUTHORISED -> new Answer.Done("authorised");
            case CAPTURED -> new Answer.Done("captured");
            case CLOSED, VOIDED -> new Answer.Refused("closed");
        };
    }

    private Answer expire(Order order) {
        Till till = till(order);
        return switch (till.money) {
            case AUTHORISED -> new Answer.Refused("authorised");
            case CAPTURED -> new Answer.Refused("captured");
            case NONE, OPEN, CLOSED, VOIDED -> {
                till.money = Money.CLOSED;
                yield DONE;
            }
        };
    }

    private Answer capture(Order order, long amount) {
        Till till = till(order);
        if (till.money != Money.AUTHORISED && till.captures == 0) {
            return new Answer.Refused("nothing is held");
        }
        till.money = Money.CAPTURED;
        till.captured += amount;
        till.captures++;
        return DONE;
    }

    private Answer letGo(Order order) {
        Till till = till(order);
        if (till.money != Money.AUTHORISED) {
            return new Answer.Refused("nothing is held");
        }
        till.money = Money.VOIDED;
        return DONE;
    }

    private Answer refund(Order order, long amount) {
        till(order).refunded += amount;
        return DONE;
    }

    Till till(Order order) {
        return tills.computeIfAbsent(order.id(), _ -> new Till());
    }

    private static String subject(Order order, Effect effect) {
        return order.lines().get(effect.line() - 1).subject();
    }

    static String plan(Order order, Effect effect) {
        return order.id() + "/" + effect.line();
    }

    private static long amount(Effect effect) {
        Amount amount = effect.amount();
        if (amount == null) {
            throw new IllegalStateException(effect.key() + " without an amount");
        }
        return amount.minor();
    }
}
