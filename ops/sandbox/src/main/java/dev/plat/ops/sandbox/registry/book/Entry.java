package dev.plat.ops.sandbox.registry.book;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One line of the journal.
 *
 * @param kind {@code command}, {@code clock} or {@code premium}
 * @param at the virtual time
 * @param by the registrar; empty when the registry itself is turned or told something
 * @param op {@code domain:create} …
 * @param subject the name or id
 * @param code what was answered
 * @param client the registrar's transaction id, or empty
 * @param server the registry's
 * @param scripts which faults were played inside the book
 * @param frame the command as it came
 * @param ahead how far the clock was turned, in {@code clock} lines
 */
public record Entry(
        String kind,
        Instant at,
        String by,
        String op,
        String subject,
        int code,
        String client,
        String server,
        List<String> scripts,
        String frame,
        Duration ahead) {

    public Entry {
        scripts = List.copyOf(scripts);
    }

    static Entry clock(Instant at, Duration ahead) {
        return new Entry("clock", at, "", "", "", 0, "", "", List.of(), "", ahead);
    }

    static Entry premium(Instant at, String name) {
        return new Entry("premium", at, "", "", name, 0, "", "", List.of(), "", Duration.ZERO);
    }

    Optional<String> clientId() {
        return client.isEmpty() ? Optional.empty() : Optional.of(client);
    }
}
