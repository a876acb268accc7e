package dev.plat.ops.sandbox.card.hook;

import dev.plat.ops.sandbox.card.store.Change;
import dev.plat.ops.sandbox.card.store.Item;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An endpoint's secrets: one, and for a day after it was replaced the one before. */
public final class Secrets {

    private static final Duration BOTH = Duration.ofDays(1);

    private Secrets() {}

    /** The new one; empty when there is no such endpoint. */
    public static Optional<String> rotate(Change change, String id) throws SQLException {
        Optional<Item> endpoint = change.lock("webhook_endpoint", id);
        if (endpoint.isEmpty()) {
            return Optional.empty();
        }
        Item found = endpoint.get();
        String secret = change.id("whsec");
        found.hidden().put("former", found.hidden().path("secret").asText());
        found.hidden().put("former_until", change.now().plus(BOTH).getEpochSecond());
        found.hidden().put("secret", secret);
        change.put(found);
        return Optional.of(secret);
    }

    static List<String> live(Item endpoint, Instant now) {
        List<String> live = new ArrayList<>();
        live.add(endpoint.hidden().path("secret").asText());
        if (endpoint.hidden().path("former_until").asLong() > now.getEpochSecond()) {
            live.add(endpoint.hidden().path("former").asText());
        }
        return live;
    }
}
