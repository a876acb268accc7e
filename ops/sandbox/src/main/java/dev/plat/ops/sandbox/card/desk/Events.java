package dev.plat.ops.sandbox.card.desk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plat.ops.sandbox.card.store.Change;
import dev.plat.ops.sandbox.card.store.Item;

/** What happened, told to whoever listens. */
public final class Events {

    /** What stripe-java 33.3.0 speaks. */
    public static final String API_VERSION = "2026-07-29.dahlia";

    private Events() {}

    /** In the same transaction as what happened, with the object as it is then. */
    static void add(Change change, String type, Item about) {
        Item event = change.make("evt", "event");
        ObjectNode body = event.body();
        body.put("api_version", API_VERSION);
        body.put("type", type);
        body.putObject("data").set("object", about.body().deepCopy());
        body.put("pending_webhooks", 0);
        ObjectNode request = body.putObject("request");
        request.putNull("id");
        request.putNull("idempotency_key");
    }
}
