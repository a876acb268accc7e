package dev.plat.ops.sandbox.card.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;

/**
 * One object as the provider keeps it.
 *
 * <p>Threads: for the one that runs the change.
 */
public final class Item {

    private final String id;
    private final String kind;
    private final ObjectNode body;
    private final ObjectNode hidden;
    private Optional<Instant> due;

    Item(String id, String kind, ObjectNode body, ObjectNode hidden, Optional<Instant> due) {
        this.id = id;
        this.kind = kind;
        this.body = body;
        this.hidden = hidden;
        this.due = due;
    }

    public String id() {
        return id;
    }

    /** The {@code object} of its body. */
    public String kind() {
        return kind;
    }

    /** What the shop sees. */
    public ObjectNode body() {
        return body;
    }

    /** What only the provider knows. */
    public ObjectNode hidden() {
        return hidden;
    }

    public String text(String field) {
        return body.path(field).asText("");
    }

    public long number(String field) {
        return body.path(field).asLong();
    }

    /** When time makes something of it. */
    public Optional<Instant> due() {
        return due;
    }

    public void due(Instant time) {
        due = Optional.of(time);
    }

    public void settled() {
        due = Optional.empty();
    }
}
