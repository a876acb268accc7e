package dev.plat.ops.sandbox.card.desk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plat.ops.sandbox.card.store.Change;
import dev.plat.ops.sandbox.card.store.Item;
import dev.plat.ops.sandbox.card.store.Movement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Charges: single tries to get at the money, and the refunds of those that did. */
public final class Charges {

    static final String KIND = "charge";

    /** As long as a card holds money for a shop. */
    private static final Duration HOLD = Duration.ofDays(7);

    private Charges() {}

    static Instant holdEnds(Change change) {
        return change.now().plus(HOLD);
    }

    static Item make(Change change, Item intent, Item method, boolean hold) {
        Item charge = started(change, intent, method);
        ObjectNode body = charge.body();
        body.put("status", "succeeded");
        body.put("paid", true);
        outcome(body, "approved_by_network", "authorized", "Payment complete.");
        if (hold) {
            ((ObjectNode) body.path("payment_method_details").path("card"))
                    .put("capture_before", holdEnds(change).getEpochSecond());
        }
        return charge;
    }

    private static Item started(Change change, Item intent, Item method) {
        Item charge = change.make("ch", KIND);
        ObjectNode body = charge.body();
        body.put("amount", intent.number("amount"));
        body.put("amount_captured", 0);
        body.put("amount_refunded", 0);
        body.putNull("balance_transaction");
        body.set("billing_details", Methods.nobody(body.objectNode()));
        body.put("captured", false);
        body.put("currency", intent.text("currency"));
        body.set("customer", intent.body().path("customer"));
        body.set("description", intent.body().path("description"));
        body.put("disputed", false);
        body.putNull("failure_code");
        body.putNull("failure_message");
        body.putObject("fraud_details");
        body.set("metadata", intent.body().path("metadata").deepCopy());
        body.put("paid", false);
        body.put("payment_intent", intent.id());
        body.put("payment_method", method.id());
        ObjectNode details = body.putObject("payment_method_details");
        details.put("type", "card");
        ObjectNode card = details.putObject("card");
        ObjectNode shown = (ObjectNode) method.body().path("card");
        for (String field :
                new String[] {"brand", "country", "exp_month", "exp_year", "funding", "last4"}) {
            card.set(field, shown.path(field));
        }
        card.put("network", shown.path("brand").asText());
        card.put("amount_authorized", intent.number("amount"));
        body.put("refunded", false);
        return charge;
    }

    private static void outcome(ObjectNode body, String network, String type, String message) {
        ObjectNode outcome = body.putObject("outcome");
        outcome.put("network_status", network);
        outcome.put("type", type);
        outcome.put("risk_level", "normal");
        outcome.put("seller_message", message);
    }

    static Item failed(Change change, Item intent, Item method, Decline decline) {
        Item charge = started(change, intent, method);
        ObjectNode body = charge.body();
        body.put("status", "failed");
        body.put("failure_code", decline.code());
        body.put("failure_message", decline.message());
        outcome(body, "declined_by_network", "issuer_declined", decline.message());
        ((ObjectNode) body.path("outcome")).put("reason", decline.reason());
        Events.add(change, "charge.failed", charge);
        return charge;
    }

    static void held(Change change, Item intent, Item charge) {
        moved(change, "authorised", charge.number("amount"), 0, charge, intent);
        Events.add(change, "charge.succeeded", charge);
    }

    static void taken(Change change, Item intent, Item charge, long amount) {
        boolean atOnce = intent.text("capture_method").equals("automatic");
        long fee = Amounts.fee(amount);
        Item booked =
                Bookings.add(change, "charge", amount, fee, charge.text("currency"), charge.id());
        charge.body().put("captured", true);
        charge.body().put("amount_captured", amount);
        charge.body().put("balance_transaction", booked.id());
        change.put(charge);
        moved(change, "captured", amount, fee, charge, intent);
        if (atOnce) {
            Events.add(change, "charge.succeeded", charge);
        }
    }

    static void released(Change change, Item intent, Item charge, long amount) {
        if (amount > 0) {
            moved(change, "released", amount, 0, charge, intent);
        }
    }

    static void letGo(Change change, Item charge, boolean expired) {
        charge.body().put("refunded", true);
        charge.body().put("amount_refunded", charge.number("amount"));
        change.put(charge);
        Events.add(change, expired ? "charge.expired" : "charge.refunded", charge);
    }

    private static void moved(
            Change change, String kind, long amount, long fee, Item charge, Item intent) {
        change.moved(
                new Movement(
                        kind,
                        amount,
                        fee,
                        charge.text("currency"),
                        charge.id(),
                        intent.id(),
                        (ObjectNode) intent.body().path("metadata")));
    }

    /**
     * Gives money back, at once.
     *
     * @param wanted or all that is left
     */
    public static Item refund(
            Change change,
            Item intent,
            Optional<Long> wanted,
            String reason,
            Map<String, String> metadata)
            throws SQLException {
        if (!intent.text("status").equals("succeeded")) {
            throw Refusal.state(
                    "charge_not_captured",
                    "This PaymentIntent (" + intent.id() + ") has no successful charge to refund.");
        }
        Item charge = change.lock(KIND, intent.text("latest_charge")).orElseThrow();
        long left = charge.number("amount_captured") - charge.number("amount_refunded");
        if (charge.body().path("disputed").asBoolean()) {
            throw Refusal.state("charge_disputed", "Charge " + charge.id() + " has been disputed.");
        }
        if (left == 0) {
            throw Refusal.state(
                    "charge_already_refunded",
                    "Charge " + charge.id() + " has already been refunded.");
        }
        long amount = wanted.orElse(left);
        if (amount < 1 || amount > left) {
            throw Refusal.invalid(
                    "",
                    "amount",
                    "Refund amount (%d) is greater than unrefunded amount on charge (%d)."
                            .formatted(amount, left));
        }
        Item refund = change.make("re", "refund");
        Item booked =
                Bookings.add(change, "refund", -amount, 0, charge.text("currency"), refund.id());
        ObjectNode body = refund.body();
        body.put("amount", amount);
        body.put("balance_transaction", booked.id());
        body.put("charge", charge.id());
        body.put("currency", charge.text("currency"));
        ObjectNode kept = body.putObject("metadata");
        metadata.forEach(kept::put);
        body.put("payment_intent", intent.id());
        Intents.text(body, "reason", reason);
        body.putNull("receipt_number");
        body.put("status", "succeeded");
        charge.body().put("amount_refunded", charge.number("amount_refunded") + amount);
        charge.body().put("refunded", amount == left);
        change.put(charge);
        change.moved(
                new Movement(
                        "refunded",
                        amount,
                        0,
                        charge.text("currency"),
                        refund.id(),
                        intent.id(),
                        kept));
        Events.add(change, "refund.created", refund);
        Events.add(change, "charge.refunded", charge);
        return refund;
    }
}
