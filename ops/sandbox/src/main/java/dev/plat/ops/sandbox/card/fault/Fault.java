package dev.plat.ops.sandbox.card.fault;

import java.time.Duration;
import java.util.Map;

/**
 * Something that is to go wrong.
 *
 * @param op such as {@code payment_intents.capture}, or for deliveries an event's type; empty for
 *     any
 * @param metadata what the object's metadata must hold
 * @param skip how many that fit are let through first
 * @param times how often
 * @param pause of {@code hang}, {@code hook-delay} and {@code async}
 * @param well how {@code async} ends
 */
public record Fault(
        String op,
        Map<String, String> metadata,
        int skip,
        int times,
        Script script,
        Duration pause,
        boolean well) {

    public Fault {
        metadata = Map.copyOf(metadata);
    }

    /** Where and what: {@code page.pay.kill-before}, {@code hook-kill}. */
    public String name() {
        return op.isEmpty() ? script.text() : op + "." + script.text();
    }

    boolean fits(String operation, Map<String, String> given) {
        return (op.isEmpty() || op.equals(operation))
                && given.entrySet().containsAll(metadata.entrySet());
    }
}
