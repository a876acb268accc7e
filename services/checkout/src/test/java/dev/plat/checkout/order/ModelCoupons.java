package dev.plat.checkout.order;

import dev.plat.schemas.Id;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One coupon that may be used a few times: held for orders, then used or let go. */
final class ModelCoupons {

    static final String CODE = "SPRING";
    private static final int MOST = 2;

    private final Set<Id> held = new HashSet<>();
    private final Set<Id> used = new HashSet<>();
    private final Set<Id> letGo = new HashSet<>();
    private final Map<Id, Integer> uses = new HashMap<>();

    Answer hold(Id order) {
        if (letGo.contains(order)) {
            return new Answer.Refused("it was let go before");
        }
        if (!held.contains(order) && held.size() + used.size() >= MOST) {
            return new Answer.Refused("used-up");
        }
        held.add(order);
        return new Answer.Done("");
    }

    Answer confirm(Id order) {
        if (!held.remove(order)) {
            return new Answer.Refused("it is not held");
        }
        used.add(order);
        uses.merge(order, 1, Integer::sum);
        return new Answer.Done("");
    }

    Answer release(Id order) {
        letGo.add(order);
        held.remove(order);
        return new Answer.Done("");
    }

    /** What is not as it should be at the order's end. */
    void judge(Order order, List<String> faults) {
        boolean wanted = order.terms().coupon() != null && order.state() == OrderState.FULFILLED;
        if (held.contains(order.id())) {
            faults.add("a coupon is left held by an order " + order.state());
        }
        if (wanted != used.contains(order.id())) {
            faults.add("a coupon is " + (wanted ? "not used" : "used") + " by " + order.state());
        }
        if (uses.getOrDefault(order.id(), 0) > 1) {
            faults.add("a coupon was used " + uses.get(order.id()) + " times by one order");
        }
        if (used.size() > MOST) {
            faults.add("a coupon was used by " + used.size() + " of " + MOST);
        }
    }
}
