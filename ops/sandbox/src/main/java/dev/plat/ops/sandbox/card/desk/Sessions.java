package dev.plat.ops.sandbox.card.desk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plat.ops.sandbox.card.fault.Play;
import dev.plat.ops.sandbox.card.store.Change;
import dev.plat.ops.sandbox.card.store.Item;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Checkout sessions: a page on which one buyer may pay once, or save a card. */
public final class Sessions {

    public static final String KIND = "checkout.session";

    /** How the buyer's try ended. */
    public sealed interface Visit {
        /** The session is complete; the buyer goes back to the shop. */
        record Done() implements Visit {}

        /** The bank wants a word, on the page of this intent. */
        record Challenge(String intent) implements Visit {}

        record Declined(Decline decline) implements Visit {}

        /** Not open any more, and not complete either. */
        record Over() implements Visit {}
    }

    private Sessions() {}

    /** Tries the card that was typed. */
    public static Visit pay(Change change, String id, Item method, String origin, Play play)
            throws SQLException {
        Item session = change.lock(KIND, id).orElseThrow(() -> unknown(id));
        String status = session.text("status");
        if (!status.equals("open")) {
            return status.equals("complete") ? new Visit.Done() : new Visit.Over();
        }
        if (session.due().filter(end -> !end.isAfter(change.now())).isPresent()) {
            // Its time is over, although nobody has come to say so yet.
            expire(change, session);
            return new Visit.Over();
        }
        return session.text("mode").equals("setup")
                ? Setups.save(change, session, method, origin)
                : pay(change, session, method, origin, play);
    }

    private static Visit pay(Change change, Item session, Item method, String origin, Play play)
            throws SQLException {
        Item intent = intent(change, session, play);
        return ended(
                change,
                session,
                Intents.attempt(
                        change,
                        intent,
                        method,
                        TestCard.Presence.TYPED,
                        play,
                        origin + "/challenge/" + intent.id(),
                        session.text("success_url")),
                intent);
    }

    /** Made when the buyer first presses the button, as Stripe does. */
    private static Item intent(Change change, Item session, Play play) throws SQLException {
        String known = session.text("payment_intent");
        if (!session.body().path("payment_intent").isNull() && !known.isEmpty()) {
            return change.lock(Intents.KIND, known).orElseThrow();
        }
        ObjectNode wish = (ObjectNode) session.hidden().path("intent");
        Map<String, String> metadata = new LinkedHashMap<>();
        wish.path("metadata")
                .properties()
                .forEach(entry -> metadata.put(entry.getKey(), entry.getValue().asText()));
        Item intent =
                Intents.make(
                        change,
                        new Intents.Terms(
                                play.amount(session.number("amount_total")),
                                play.currency(session.text("currency")),
                                session.body().path("customer").asText(""),
                                wish.path("capture_method").asText("automatic"),
                                wish.path("setup_future_usage").asText(""),
                                wish.path("description").asText(""),
                                metadata));
        intent.hidden().put("session", session.id());
        session.body().put("payment_intent", intent.id());
        change.put(session);
        return intent;
    }

    private static Visit ended(Change change, Item session, Intents.Result result, Item intent) {
        return switch (result) {
            case Intents.Result.Challenge _ -> new Visit.Challenge(intent.id());
            case Intents.Result.Declined(Decline decline) -> new Visit.Declined(decline);
            case Intents.Result.Taken _ -> complete(change, session, "paid");
            case Intents.Result.Held _, Intents.Result.Processing _ ->
                    complete(change, session, "unpaid");
        };
    }

    static Visit complete(Change change, Item session, String paymentStatus) {
        session.body().put("status", "complete");
        session.body().put("payment_status", paymentStatus);
        session.body().putNull("url");
        session.settled();
        change.put(session);
        Events.add(change, "checkout.session.completed", session);
        return new Visit.Done();
    }

    /** The buyer has met the bank. */
    public static Visit challenged(Change change, String intentId, boolean confirmed, Play play)
            throws SQLException {
        Item before = change.find(intentId).orElseThrow(() -> unknown(intentId));
        String sessionId = before.hidden().path("session").asText("");
        Optional<Item> session =
                sessionId.isEmpty() ? Optional.empty() : change.lock(KIND, sessionId);
        if (before.kind().equals("setup_intent")) {
            return Setups.challenged(change, session.orElseThrow(), intentId, confirmed);
        }
        Item intent = change.lock(Intents.KIND, intentId).orElseThrow(() -> unknown(intentId));
        if (!intent.text("status").equals("requires_action")) {
            return Intents.open(intent) || intent.text("status").equals("canceled")
                    ? new Visit.Over()
                    : new Visit.Done();
        }
        if (!confirmed) {
            Intents.refusedByBuyer(change, intent);
            return new Visit.Declined(Decline.NOT_AUTHENTICATED);
        }
        Item method = change.lock("payment_method", intent.text("payment_method")).orElseThrow();
        Intents.Result result =
                Intents.attempt(change, intent, method, TestCard.Presence.CHALLENGED, play, "", "");
        if (session.isPresent()) {
            return ended(change, session.get(), result, intent);
        }
        return result instanceof Intents.Result.Declined(Decline decline)
                ? new Visit.Declined(decline)
                : new Visit.Done();
    }

    /** Nobody can pay on it any more. */
    public static void expire(Change change, Item session) throws SQLException {
        if (!session.text("status").equals("open")) {
            throw Refusal.state(
                    "",
                    "Only Checkout Sessions with a status in [\"open\"] can be expired. This"
                            + " Checkout Session has a status of "
                            + session.text("status")
                            + ".");
        }
        session.body().put("status", "expired");
        session.body().putNull("url");
        session.settled();
        change.put(session);
        String intentId = session.body().path("payment_intent").asText("");
        Optional<Item> intent = change.lock(Intents.KIND, intentId);
        if (intent.isPresent() && Intents.open(intent.get())) {
            Intents.cancel(change, intent.get(), "");
        }
        Events.add(change, "checkout.session.expired", session);
    }

    /** What time made of an intent that was being processed. */
    static void processed(Change change, String intentId) throws SQLException {
        Item before = change.find(intentId).orElseThrow();
        String sessionId = before.hidden().path("session").asText("");
        Optional<Item> session =
                sessionId.isEmpty() ? Optional.empty() : change.lock(KIND, sessionId);
        Item intent = change.lock(Intents.KIND, intentId).orElseThrow();
        if (!intent.text("status").equals("processing")) {
            return;
        }
        Intents.processed(change, intent);
        if (session.isEmpty()) {
            return;
        }
        boolean paid = intent.text("status").equals("succeeded");
        session.get().body().put("payment_status", paid ? "paid" : "unpaid");
        change.put(session.get());
        Events.add(
                change,
                intent.text("status").equals("requires_payment_method")
                        ? "checkout.session.async_payment_failed"
                        : "checkout.session.async_payment_succeeded",
                session.get());
    }

    /** Where the buyer goes, with the session's id filled in. */
    public static String returnUrl(Item session) {
        return session.text("success_url").replace("{CHECKOUT_SESSION_ID}", session.id());
    }

    private static Refusal unknown(String id) {
        return Refusal.unknown("page", "", id);
    }
}
