package dev.plat.ops.sandbox.card.desk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plat.ops.sandbox.card.fault.Fault;
import dev.plat.ops.sandbox.card.fault.Play;
import dev.plat.ops.sandbox.card.fault.Script;
import dev.plat.ops.sandbox.card.store.Change;
import dev.plat.ops.sandbox.card.store.Item;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;

/** Payment intents: one sum that somebody wants to pay, and what became of it. */
public final class Intents {

    static final String KIND = "payment_intent";

    private static final Set<String> OPEN =
            Set.of("requires_payment_method", "requires_confirmation", "requires_action");

    /** What a new one is for. */
    public record Terms(
            long amount,
            String currency,
            String customer,
            String captureMethod,
            String setupFutureUsage,
            String description,
            Map<String, String> metadata) {

        public Terms {
            metadata = Map.copyOf(metadata);
        }
    }

    /** How a try ended; the intent says the rest. */
    public sealed interface Result {
        record Taken() implements Result {}

        record Held() implements Result {}

        record Processing() implements Result {}

        record Challenge() implements Result {}

        record Declined(Decline decline) implements Result {}
    }

    private Intents() {}

    public static Item make(Change change, Terms terms) {
        Item intent = change.make("pi", KIND);
        ObjectNode body = intent.body();
        body.put("amount", terms.amount());
        body.put("amount_capturable", 0);
        body.put("amount_received", 0);
        body.putNull("canceled_at");
        body.putNull("cancellation_reason");
        body.put("capture_method", terms.captureMethod());
        body.put("client_secret", change.id(intent.id() + "_secret"));
        body.put("confirmation_method", "automatic");
        body.put("currency", terms.currency());
        text(body, "customer", terms.customer());
        text(body, "description", terms.description());
        body.putNull("last_payment_error");
        body.putNull("latest_charge");
        ObjectNode metadata = body.putObject("metadata");
        terms.metadata().forEach(metadata::put);
        body.putNull("next_action");
        body.putNull("payment_method");
        body.putArray("payment_method_types").add("card");
        body.putNull("processing");
        text(body, "setup_future_usage", terms.setupFutureUsage());
        body.put("status", "requires_payment_method");
        Events.add(change, "payment_intent.created", intent);
        return intent;
    }

    static void text(ObjectNode body, String field, String text) {
        if (text.isEmpty()) {
            body.putNull(field);
        } else {
            body.put(field, text);
        }
    }

    public static boolean open(Item intent) {
        return OPEN.contains(intent.text("status"));
    }

    /**
     * Asks the card's bank once.
     *
     * @param challenge where the buyer meets the bank, if it wants that
     * @param returnUrl where the buyer goes from there
     */
    public static Result attempt(
            Change change,
            Item intent,
            Item method,
            TestCard.Presence presence,
            Play play,
            String challenge,
            String returnUrl)
            throws SQLException {
        if (!open(intent)) {
            throw unexpected(intent, "confirmed");
        }
        ObjectNode body = intent.body();
        body.put("payment_method", method.id());
        body.putNull("next_action");
        change.put(intent);
        TestCard card = Methods.card(method);
        if (card.challenges(presence, Methods.setUp(method))) {
            if (presence == TestCard.Presence.ABSENT) {
                return declined(change, intent, method, Decline.ACTION_NEEDED);
            }
            body.put("status", "requires_action");
            ObjectNode action = body.putObject("next_action");
            action.put("type", "redirect_to_url");
            ObjectNode redirect = action.putObject("redirect_to_url");
            redirect.put("url", challenge);
            text(redirect, "return_url", returnUrl);
            Events.add(change, "payment_intent.requires_action", intent);
            return new Result.Challenge();
        }
        if (card.decline().isPresent()) {
            return declined(change, intent, method, card.decline().get());
        }
        body.putNull("last_payment_error");
        keepForLater(change, intent, method);
        var async = play.fault(Script.ASYNC);
        if (async.isPresent()) {
            return processing(change, intent, async.get());
        }
        return paid(change, intent, method);
    }

    /** What time made of one that was being processed. */
    static void processed(Change change, Item intent) throws SQLException {
        Item method = change.find(intent.text("payment_method")).orElseThrow();
        intent.body().putNull("processing");
        if (intent.hidden().path("well").asBoolean()) {
            paid(change, intent, method);
        } else {
            declined(change, intent, method, Decline.GENERIC);
        }
    }

    private static void keepForLater(Change change, Item intent, Item method) throws SQLException {
        Methods.settle(change, method);
        if (intent.text("setup_future_usage").equals("off_session")
                && !intent.text("customer").isEmpty()
                && !intent.body().path("customer").isNull()) {
            Methods.attach(change, method, intent.text("customer"));
        }
    }

    private static Result processing(Change change, Item intent, Fault fault) {
        intent.body().put("status", "processing");
        intent.body().putObject("processing").put("type", "card");
        intent.hidden().put("well", fault.well());
        intent.due(change.now().plus(fault.pause()));
        change.put(intent);
        Events.add(change, "payment_intent.processing", intent);
        return new Result.Processing();
    }

    private static Result paid(Change change, Item intent, Item method) throws SQLException {
        ObjectNode body = intent.body();
        boolean hold = intent.text("capture_method").equals("manual");
        Item charge = Charges.make(change, intent, method, hold);
        body.put("latest_charge", charge.id());
        intent.settled();
        change.put(intent);
        if (hold) {
            body.put("status", "requires_capture");
            body.put("amount_capturable", intent.number("amount"));
            intent.due(Charges.holdEnds(change));
            Charges.held(change, intent, charge);
            Events.add(change, "payment_intent.amount_capturable_updated", intent);
            return new Result.Held();
        }
        body.put("status", "succeeded");
        body.put("amount_received", intent.number("amount"));
        Charges.taken(change, intent, charge, intent.number("amount"));
        Events.add(change, "payment_intent.succeeded", intent);
        Disputes.perhaps(change, intent, charge, Methods.card(method));
        return new Result.Taken();
    }

    private static Result declined(Change change, Item intent, Item method, Decline decline) {
        Item charge = Charges.failed(change, intent, method, decline);
        ObjectNode body = intent.body();
        body.put("latest_charge", charge.id());
        body.put("status", "requires_payment_method");
        body.putNull("payment_method");
        body.set("last_payment_error", error(body.objectNode(), decline, charge.id(), method));
        intent.settled();
        change.put(intent);
        Events.add(change, "payment_intent.payment_failed", intent);
        return new Result.Declined(decline);
    }

    /** The buyer told the bank that it was somebody else. */
    public static void refusedByBuyer(Change change, Item intent) throws SQLException {
        Item method = change.find(intent.text("payment_method")).orElseThrow();
        intent.body().putNull("next_action");
        declined(change, intent, method, Decline.NOT_AUTHENTICATED);
    }

    /** A card error as the API tells it. */
    public static ObjectNode error(ObjectNode error, Decline decline, String charge, Item method) {
        error.put("type", "card_error");
        error.put("code", decline.code());
        error.put("decline_code", decline.reason());
        error.put("advice_code", decline.advice());
        error.put("message", decline.message());
        if (!charge.isEmpty()) {
            error.put("charge", charge);
        }
        error.set("payment_method", method.body().deepCopy());
        return error;
    }

    /** Takes what was held, or a part of it; the rest is let go. */
    public static void capture(Change change, Item intent, long amount) throws SQLException {
        if (!intent.text("status").equals("requires_capture")) {
            throw unexpected(intent, "captured");
        }
        if (amount > intent.number("amount_capturable")) {
            throw Refusal.invalid(
                    "amount_too_large",
                    "amount_to_capture",
                    "The amount to capture is greater than what was authorized: "
                            + intent.number("amount_capturable")
                            + ".");
        }
        Item charge = change.lock(Charges.KIND, intent.text("latest_charge")).orElseThrow();
        long rest = intent.number("amount_capturable") - amount;
        intent.body().put("status", "succeeded");
        intent.body().put("amount_capturable", 0);
        intent.body().put("amount_received", amount);
        intent.settled();
        change.put(intent);
        Charges.taken(change, intent, charge, amount);
        Charges.released(change, intent, charge, rest);
        Events.add(change, "charge.captured", charge);
        Events.add(change, "payment_intent.succeeded", intent);
        Item method = change.find(charge.text("payment_method")).orElseThrow();
        Disputes.perhaps(change, intent, charge, Methods.card(method));
    }

    /** Lets go of what was held; what was not is never taken. */
    public static void cancel(Change change, Item intent, String reason) throws SQLException {
        boolean held = intent.text("status").equals("requires_capture");
        if (!held && !open(intent)) {
            throw unexpected(intent, "canceled");
        }
        if (held) {
            Item charge = change.lock(Charges.KIND, intent.text("latest_charge")).orElseThrow();
            Charges.released(change, intent, charge, intent.number("amount_capturable"));
            Charges.letGo(change, charge, reason.equals("automatic"));
        }
        ObjectNode body = intent.body();
        body.put("status", "canceled");
        body.put("amount_capturable", 0);
        body.put("canceled_at", change.now().getEpochSecond());
        text(body, "cancellation_reason", reason);
        body.putNull("next_action");
        intent.settled();
        change.put(intent);
        Events.add(change, "payment_intent.canceled", intent);
    }

    private static Refusal unexpected(Item intent, String wanted) {
        return Refusal.state(
                "payment_intent_unexpected_state",
                "This PaymentIntent could not be %s because it has a status of %s."
                        .formatted(wanted, intent.text("status")));
    }
}
