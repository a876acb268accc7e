package dev.plat.ops.sandbox.card.desk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plat.ops.sandbox.card.store.Change;
import dev.plat.ops.sandbox.card.store.Item;
import java.sql.SQLException;

/** Setup intents: a card that is saved without being charged. */
public final class Setups {

    static final String KIND = "setup_intent";

    private Setups() {}

    /** At the making of its session. */
    public static Item make(Change change, String customer, ObjectNode metadata) {
        Item setup = change.make("seti", KIND);
        ObjectNode body = setup.body();
        body.putNull("cancellation_reason");
        body.put("client_secret", change.id(setup.id() + "_secret"));
        Intents.text(body, "customer", customer);
        body.putNull("description");
        body.putNull("last_setup_error");
        body.set("metadata", metadata);
        body.putNull("next_action");
        body.putNull("payment_method");
        body.putArray("payment_method_types").add("card");
        body.put("status", "requires_payment_method");
        body.put("usage", "off_session");
        Events.add(change, "setup_intent.created", setup);
        return setup;
    }

    static Sessions.Visit save(Change change, Item session, Item method, String origin)
            throws SQLException {
        Item setup = change.lock(KIND, session.text("setup_intent")).orElseThrow();
        setup.body().put("payment_method", method.id());
        change.put(setup);
        TestCard card = Methods.card(method);
        if (card.challenges(TestCard.Presence.TYPED, false)) {
            setup.body().put("status", "requires_action");
            ObjectNode action = setup.body().putObject("next_action");
            action.put("type", "redirect_to_url");
            ObjectNode redirect = action.putObject("redirect_to_url");
            redirect.put("url", origin + "/challenge/" + setup.id());
            redirect.put("return_url", session.text("success_url"));
            Events.add(change, "setup_intent.requires_action", setup);
            return new Sessions.Visit.Challenge(setup.id());
        }
        if (card.declineOfSaving().isPresent()) {
            return failed(change, setup, method, card.declineOfSaving().get());
        }
        return saved(change, session, setup, method);
    }

    static Sessions.Visit challenged(Change change, Item session, String id, boolean confirmed)
            throws SQLException {
        Item setup = change.lock(KIND, id).orElseThrow();
        if (!setup.text("status").equals("requires_action")) {
            return setup.text("status").equals("succeeded")
                    ? new Sessions.Visit.Done()
                    : new Sessions.Visit.Over();
        }
        Item method = change.lock("payment_method", setup.text("payment_method")).orElseThrow();
        setup.body().putNull("next_action");
        return confirmed
                ? saved(change, session, setup, method)
                : failed(change, setup, method, Decline.NOT_AUTHENTICATED);
    }

    private static Sessions.Visit failed(Change change, Item setup, Item method, Decline decline) {
        ObjectNode body = setup.body();
        body.put("status", "requires_payment_method");
        body.putNull("payment_method");
        body.set("last_setup_error", Intents.error(body.objectNode(), decline, "", method));
        change.put(setup);
        Events.add(change, "setup_intent.setup_failed", setup);
        return new Sessions.Visit.Declined(decline);
    }

    private static Sessions.Visit saved(Change change, Item session, Item setup, Item method)
            throws SQLException {
        Methods.settle(change, method);
        if (!setup.body().path("customer").isNull()) {
            Methods.attach(change, method, setup.text("customer"));
        }
        setup.body().put("status", "succeeded");
        setup.body().putNull("last_setup_error");
        change.put(setup);
        Events.add(change, "setup_intent.succeeded", setup);
        return Sessions.complete(change, session, "no_payment_required");
    }
}
