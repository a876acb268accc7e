package dev.plat.ops.sandbox.card.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plat.ops.sandbox.card.desk.Bookings;
import dev.plat.ops.sandbox.card.desk.Refusal;
import dev.plat.ops.sandbox.card.store.Change;
import dev.plat.ops.sandbox.card.store.Item;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Puts objects where their ids stand, as {@code expand} asks. */
final class Expansion {

    private static final int DEPTH_MAX = 4;
    private static final int PATHS_MAX = 20;

    private Expansion() {}

    static void expand(Change change, ObjectNode body, List<String> paths) throws SQLException {
        if (paths.size() > PATHS_MAX) {
            throw Refusal.invalid("", "expand", "At most " + PATHS_MAX + " paths.");
        }
        for (String path : paths) {
            String[] steps = path.split("\\.");
            if (steps.length > DEPTH_MAX) {
                throw refused(path);
            }
            walk(change, body, steps, 0, path);
        }
    }

    private static void walk(Change change, JsonNode at, String[] steps, int step, String path)
            throws SQLException {
        if (at.isArray()) {
            for (JsonNode each : at) {
                walk(change, each, steps, step, path);
            }
            return;
        }
        if (step == steps.length || !(at instanceof ObjectNode object)) {
            return;
        }
        String field = steps[step];
        JsonNode value = object.path(field);
        if (value.isMissingNode()) {
            throw refused(path);
        }
        if (value.isTextual()) {
            Optional<Item> found = change.find(value.asText());
            if (found.isEmpty()) {
                throw refused(path);
            }
            ObjectNode copy = found.get().body().deepCopy();
            if (found.get().kind().equals(Bookings.KIND)) {
                Bookings.show(change, copy);
            }
            object.set(field, copy);
        }
        walk(change, object.path(field), steps, step + 1, path);
    }

    private static Refusal refused(String path) {
        return Refusal.invalid(
                "", "expand", "This property cannot be expanded (" + Refusal.shown(path) + ").");
    }
}
