package dev.plat.ops.sandbox.card.desk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plat.ops.sandbox.card.store.Change;
import dev.plat.ops.sandbox.card.store.Item;
import dev.plat.ops.sandbox.card.store.Movement;
import java.sql.SQLException;
import java.time.Duration;

/** Disputes: a buyer's bank takes the money back, and the shop may say why it should not. */
public final class Disputes {

    public static final String KIND = "dispute";
    private static final Duration ANSWER_BY = Duration.ofDays(9);

    private Disputes() {}

    /** Only the card that was published for it. */
    static void perhaps(Change change, Item intent, Item charge, TestCard card) {
        if (card == TestCard.DISPUTE) {
            open(change, intent, charge);
        }
    }

    private static void open(Change change, Item intent, Item charge) {
        long amount = charge.number("amount_captured");
        String currency = charge.text("currency");
        Item dispute = change.make("du", KIND);
        Item booked =
                Bookings.add(
                        change, "adjustment", -amount, Amounts.DISPUTE_FEE, currency, dispute.id());
        ObjectNode body = dispute.body();
        body.put("amount", amount);
        body.putArray("balance_transactions").add(booked.body().deepCopy());
        body.put("charge", charge.id());
        body.put("currency", currency);
        body.putObject("evidence").putNull("uncategorized_text");
        ObjectNode details = body.putObject("evidence_details");
        details.put("due_by", change.now().plus(ANSWER_BY).getEpochSecond());
        details.put("has_evidence", false);
        details.put("past_due", false);
        details.put("submission_count", 0);
        body.put("is_charge_refundable", false);
        body.putObject("metadata");
        body.put("payment_intent", intent.id());
        body.put("reason", "fraudulent");
        body.put("status", "needs_response");
        dispute.due(change.now().plus(ANSWER_BY));
        charge.body().put("disputed", true);
        change.put(charge);
        moved(change, "disputed", Amounts.DISPUTE_FEE, dispute, intent);
        Events.add(change, "charge.dispute.created", dispute);
        Events.add(change, "charge.dispute.funds_withdrawn", dispute);
    }

    private static void moved(Change change, String kind, long fee, Item dispute, Item intent) {
        change.moved(
                new Movement(
                        kind,
                        dispute.number("amount"),
                        fee,
                        dispute.text("currency"),
                        dispute.id(),
                        intent.id(),
                        (ObjectNode) intent.body().path("metadata")));
    }

    /** What the shop says; published words decide at once. */
    public static void evidence(Change change, Item dispute, String text) throws SQLException {
        checkOpen(dispute);
        ((ObjectNode) dispute.body().path("evidence")).put("uncategorized_text", text);
        ObjectNode details = (ObjectNode) dispute.body().path("evidence_details");
        details.put("has_evidence", true);
        details.put("submission_count", 1);
        dispute.body().put("status", "under_review");
        change.put(dispute);
        Events.add(change, "charge.dispute.updated", dispute);
        switch (text) {
            case "winning_evidence" -> won(change, dispute);
            case "losing_evidence" -> lost(change, dispute);
            default -> {
                // The bank thinks about it until the shop's time is over, and finds for the buyer.
            }
        }
    }

    /** The shop gives in, or its time is over. */
    public static void lost(Change change, Item dispute) {
        checkOpen(dispute);
        close(change, dispute, "lost");
    }

    private static void won(Change change, Item dispute) throws SQLException {
        Item charge = change.lock(Charges.KIND, dispute.text("charge")).orElseThrow();
        Item intent = change.find(dispute.text("payment_intent")).orElseThrow();
        Item booked =
                Bookings.add(
                        change,
                        "adjustment",
                        dispute.number("amount"),
                        -Amounts.DISPUTE_FEE,
                        dispute.text("currency"),
                        dispute.id());
        dispute.body().withArray("balance_transactions").add(booked.body().deepCopy());
        charge.body().put("disputed", false);
        change.put(charge);
        moved(change, "dispute-won", -Amounts.DISPUTE_FEE, dispute, intent);
        Events.add(change, "charge.dispute.funds_reinstated", dispute);
        close(change, dispute, "won");
    }

    private static void close(Change change, Item dispute, String status) {
        dispute.body().put("status", status);
        dispute.settled();
        change.put(dispute);
        Events.add(change, "charge.dispute.closed", dispute);
    }

    private static void checkOpen(Item dispute) {
        String status = dispute.text("status");
        if (!status.equals("needs_response") && !status.equals("under_review")) {
            throw Refusal.state(
                    "dispute_unexpected_state", "This dispute is already closed: " + status + ".");
        }
    }
}
