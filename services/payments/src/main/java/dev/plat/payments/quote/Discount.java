package dev.plat.payments.quote;

import dev.plat.payments.money.Money;
import dev.plat.payments.money.Rate;
import java.util.Set;
import java.util.TreeSet;

/** What is taken off the lines of some plans, before tax is reckoned. */
public sealed interface Discount {

    /** The plans it is for; empty for all. */
    Set<String> plans();

    default boolean isFor(String plan) {
        return plans().isEmpty() || plans().contains(plan);
    }

    /** A part of what those lines cost. */
    record Percent(Rate rate, Set<String> plans) implements Discount {
        public Percent {
            plans = Set.copyOf(plans);
        }

        @Override
        public String toString() {
            return "percent " + rate + " " + new TreeSet<>(plans);
        }
    }

    /** An amount, or all that those lines cost if that is less. */
    record Amount(Money money, Set<String> plans) implements Discount {
        public Amount {
            money.checkPayable();
            plans = Set.copyOf(plans);
        }

        @Override
        public String toString() {
            return "amount " + money.minor() + money.currency() + " " + new TreeSet<>(plans);
        }
    }
}
