package dev.plat.ops.sandbox.card.desk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plat.ops.sandbox.card.store.Change;
import dev.plat.ops.sandbox.card.store.Item;
import java.time.Duration;
import java.time.Instant;

/** The shop's balance at the provider, line by line. */
public final class Bookings {

    public static final String KIND = "balance_transaction";

    /** Until a buyer's money can be paid out. What goes the other way goes at once. */
    private static final Duration SETTLING = Duration.ofDays(2);

    private Bookings() {}

    static Item add(
            Change change, String type, long amount, long fee, String currency, String source) {
        Instant available = amount > 0 ? change.now().plus(SETTLING) : change.now();
        Item line = change.make("txn", KIND);
        ObjectNode body = line.body();
        body.put("amount", amount);
        body.put("available_on", available.getEpochSecond());
        body.put("balance_type", "payments");
        body.put("currency", currency);
        body.putNull("description");
        body.putNull("exchange_rate");
        body.put("fee", fee);
        var details = body.putArray("fee_details");
        if (fee != 0) {
            ObjectNode detail = details.addObject();
            detail.put("amount", fee);
            detail.put("currency", currency);
            detail.put("description", "Sandbox processing fees");
            detail.put("type", "stripe_fee");
        }
        body.put("net", amount - fee);
        body.put("reporting_category", type.equals("adjustment") ? "dispute" : type);
        body.put("source", source);
        body.put("status", "pending");
        body.put("type", type);
        return line;
    }

    /** Whether it has settled is a matter of time, so it is said when it is shown. */
    public static void show(Change change, ObjectNode body) {
        boolean available = body.path("available_on").asLong() <= change.now().getEpochSecond();
        body.put("status", available ? "available" : "pending");
    }
}
