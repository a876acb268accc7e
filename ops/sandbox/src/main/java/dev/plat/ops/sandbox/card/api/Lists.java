package dev.plat.ops.sandbox.card.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plat.ops.sandbox.card.desk.Bookings;
import dev.plat.ops.sandbox.card.desk.Refusal;
import dev.plat.ops.sandbox.card.store.Change;
import dev.plat.ops.sandbox.card.store.Filter;
import dev.plat.ops.sandbox.card.store.Item;
import dev.plat.ops.sandbox.card.store.Json;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lists, newest first, with cursors. */
final class Lists {

    private static final long LIMIT = 10;
    private static final long LIMIT_MAX = 100;

    private Lists() {}

    /**
     * All that fit.
     *
     * @param fields parameters that are fields and must be equal
     */
    static Answer of(Change change, Call call, String kind, String path, String... fields)
            throws SQLException {
        ObjectNode like = Json.object();
        for (String field : fields) {
            call.form().text(field).ifPresent(text -> like.put(field, text));
        }
        return of(change, call, kind, path, like);
    }

    static Answer of(Change change, Call call, String kind, String path, ObjectNode like)
            throws SQLException {
        Form form = call.form();
        long limit = form.number("limit").orElse(LIMIT);
        if (limit < 1 || limit > LIMIT_MAX) {
            throw Refusal.invalid("", "limit", "The limit is 1 to " + LIMIT_MAX + ".");
        }
        List<String> types = new ArrayList<>();
        if (kind.equals("event")) {
            form.text("type").ifPresent(types::add);
            types.addAll(form.texts("types"));
        }
        Form created = kind.equals("payment_method") ? Form.parse("") : form.form("created");
        long since =
                created.number("gte").orElse(created.number("gt").map(at -> at + 1).orElse(0L));
        long until =
                created.number("lte")
                        .orElse(created.number("lt").map(at -> at - 1).orElse(Long.MAX_VALUE));
        Optional<String> after = cursor(change, form, "starting_after");
        Optional<String> before = cursor(change, form, "ending_before");
        if (after.isPresent() && before.isPresent()) {
            throw Refusal.invalid(
                    "", "ending_before", "Only one of starting_after and ending_before.");
        }
        List<Item> items =
                change.list(
                        new Filter(kind, like, types, since, until, (int) limit, after, before));
        boolean more = items.size() > limit;
        List<Item> page = items;
        if (more) {
            page =
                    before.isPresent()
                            ? items.subList(1, items.size())
                            : items.subList(0, (int) limit);
        }
        ObjectNode body = Json.object();
        body.put("object", "list");
        ArrayNode data = body.putArray("data");
        for (Item item : page) {
            ObjectNode shown = item.body().deepCopy();
            if (kind.equals(Bookings.KIND)) {
                Bookings.show(change, shown);
            }
            data.add(shown);
        }
        body.put("has_more", more);
        body.put("url", "/v1/" + path);
        return Answer.of(body);
    }

    private static Optional<String> cursor(Change change, Form form, String field)
            throws SQLException {
        Optional<String> id = form.text(field);
        if (id.isPresent() && change.find(id.get()).isEmpty()) {
            throw Refusal.unknown("object", field, id.get());
        }
        return id;
    }
}
