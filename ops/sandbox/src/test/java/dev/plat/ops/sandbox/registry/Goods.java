package dev.plat.ops.sandbox.registry;

import dev.plat.schemas.Id;
import java.util.ArrayList;
import java.util.List;

/** What is bought: a plan's money is taken at once, a name's when it is registered. */
enum Goods {
    NAME(1_200),
    PLAN(1_900),
    BOTH(3_100);

    private final long cents;

    Goods(long cents) {
        this.cents = cents;
    }

    long cents() {
        return cents;
    }

    boolean hasName() {
        return this != PLAN;
    }

    boolean hasPlan() {
        return this != NAME;
    }

    /** As an order says it. */
    String items(String name, Id site) {
        List<String> items = new ArrayList<>();
        if (hasPlan()) {
            items.add("{\"price\": \"pro-month-eur-1\"}");
        }
        if (hasName()) {
            items.add(
                    """
                    {"price": "%s", "name": "%s", "site": "%s"}\
                    """
                            .formatted(SaleProcesses.PRICE, name, site));
        }
        return String.join(", ", items);
    }

    /** What its money does at the provider. */
    List<String> atProvider() {
        return hasName()
                ? List.of("authorised " + cents, "captured " + cents)
                : List.of("captured " + cents);
    }
}
