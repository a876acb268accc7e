package dev.plat.ops.sandbox.card.desk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plat.ops.sandbox.card.store.Change;
import dev.plat.ops.sandbox.card.store.Item;
import dev.plat.ops.sandbox.card.store.Json;
import dev.plat.ops.sandbox.card.store.Movement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Payouts: from the balance to the shop's bank, which has it a day later. */
public final class Payouts {

    public static final String KIND = "payout";
    private static final Duration ON_THE_WAY = Duration.ofDays(1);

    private Payouts() {}

    public static Item make(
            Change change, long amount, String currency, Map<String, String> metadata)
            throws SQLException {
        long there = change.balances(change.now()).getOrDefault(currency, 0L);
        if (amount < 1) {
            throw Refusal.invalid("amount_too_small", "amount", "The amount must be at least 1.");
        }
        if (amount > there) {
            throw Refusal.invalid(
                    "balance_insufficient",
                    "amount",
                    "You have insufficient funds in your account: " + there + ".");
        }
        Item payout = payout(change, amount, currency, Json.of(metadata));
        Item booked = Bookings.add(change, "payout", -amount, 0, currency, payout.id());
        Instant arrival = change.now().plus(ON_THE_WAY);
        payout.body().put("arrival_date", arrival.getEpochSecond());
        payout.body().put("balance_transaction", booked.id());
        payout.body().put("status", "pending");
        payout.due(arrival);
        change.moved(
                new Movement(
                        "paid-out",
                        amount,
                        0,
                        currency,
                        payout.id(),
                        "",
                        (ObjectNode) payout.body().path("metadata")));
        Events.add(change, "payout.created", payout);
        return payout;
    }

    private static Item payout(Change change, long amount, String currency, ObjectNode metadata) {
        Item payout = change.make("po", KIND);
        ObjectNode body = payout.body();
        body.put("amount", amount);
        body.put("automatic", false);
        body.put("currency", currency);
        body.putNull("description");
        body.putNull("failure_code");
        body.putNull("failure_message");
        body.set("metadata", metadata);
        body.put("method", "standard");
        body.putNull("original_payout");
        body.put("reconciliation_status", "not_applicable");
        body.putNull("reversed_by");
        body.put("source_type", "card");
        body.put("type", "bank_account");
        return payout;
    }

    static void arrived(Change change, Item payout) {
        payout.body().put("status", "paid");
        payout.settled();
        change.put(payout);
        Events.add(change, "payout.paid", payout);
    }

    /** The bank sends it back. */
    public static Item reverse(Change change, Item payout) {
        if (!payout.text("status").equals("paid") || !payout.body().path("reversed_by").isNull()) {
            throw Refusal.state(
                    "payout_reversal_not_allowed", "Only a paid payout can be reversed, and once.");
        }
        long amount = payout.number("amount");
        Item back = payout(change, -amount, payout.text("currency"), Json.object());
        Item booked = Bookings.add(change, "payout", amount, 0, payout.text("currency"), back.id());
        back.body().put("arrival_date", change.now().getEpochSecond());
        back.body().put("balance_transaction", booked.id());
        back.body().put("original_payout", payout.id());
        back.body().put("status", "paid");
        payout.body().put("reversed_by", back.id());
        change.put(payout);
        change.moved(
                new Movement(
                        "payout-reversed",
                        amount,
                        0,
                        payout.text("currency"),
                        back.id(),
                        "",
                        Json.object()));
        Events.add(change, "payout.created", back);
        Events.add(change, "payout.paid", back);
        return back;
    }
}
