package dev.plat.ops.sandbox.card;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plat.ops.sandbox.card.desk.Due;
import dev.plat.ops.sandbox.card.fault.Fault;
import dev.plat.ops.sandbox.card.fault.Faults;
import dev.plat.ops.sandbox.card.fault.Script;
import dev.plat.ops.sandbox.card.hook.Secrets;
import dev.plat.ops.sandbox.card.line.Port;
import dev.plat.ops.sandbox.card.line.Question;
import dev.plat.ops.sandbox.card.line.Said;
import dev.plat.ops.sandbox.card.store.Json;
import dev.plat.ops.sandbox.card.store.Store;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What tests and the local cluster ask of the provider behind its back: its time, what money did,
 * and which faults to play. Everything but {@code /health} wants the token of its folder.
 */
final class ControlPages implements Port.Pages {

    private static final Duration HANG = Duration.ofSeconds(30);
    private static final Duration ASYNC = Duration.ofDays(3);
    private static final Duration PAUSE_MAX = Duration.ofDays(30);
    private static final Duration TURN_MAX = Duration.ofDays(3_660);
    private static final int TIMES_MAX = 1_000_000;
    private static final int JOURNAL_PAGE = 10_000;
    private static final Instant EVER = Instant.ofEpochSecond(Integer.MAX_VALUE * 100L);

    private final Store store;
    private final Faults faults;
    private final Due due;
    private final Runnable committed;
    private final Set<String> operations;
    private final String token;

    ControlPages(
            Store store,
            Faults faults,
            Due due,
            Runnable committed,
            Set<String> operations,
            String token) {
        this.store = store;
        this.faults = faults;
        this.due = due;
        this.committed = committed;
        this.operations = Set.copyOf(operations);
        this.token = token;
    }

    @Override
    public Said answer(Question question) {
        String what = question.method() + " " + question.path();
        if (what.equals("GET /health")) {
            return ok(Json.of(Map.of("status", "UP", "service", "sandbox-card")));
        }
        if (!allowed(question.header("Authorization"))) {
            return expected(401, "Bearer and the control token");
        }
        try {
            return switch (what) {
                case "GET /clock" -> clock();
                case "POST /clock" -> turned(Json.parse(question.body()));
                case "GET /scripts" -> scripts();
                case "POST /scripts" -> ordered(Json.parse(question.body()));
                case "DELETE /scripts" -> {
                    faults.clear();
                    yield ok(Json.object());
                }
                case "GET /journal" -> journal(question.query());
                case "POST /webhooks/replay" ->
                        replayed(
                                question.body().isBlank()
                                        ? Json.object()
                                        : Json.parse(question.body()));
                case "POST /webhooks/rotate" -> rotated(Json.parse(question.body()));
                default ->
                        expected(404, "/clock /scripts /journal /webhooks/replay /webhooks/rotate");
            };
        } catch (IllegalArgumentException e) {
            return expected(400, String.valueOf(e.getMessage()));
        }
    }

    private boolean allowed(String given) {
        return MessageDigest.isEqual(
                ("Bearer " + token).getBytes(StandardCharsets.UTF_8),
                given.getBytes(StandardCharsets.UTF_8));
    }

    private static Said ok(ObjectNode body) {
        return Said.json(200, Json.text(body));
    }

    private static Said expected(int status, String what) {
        return Said.json(status, Json.text(Json.of(Map.of("expected", what))));
    }

    private Said clock() {
        return ok(
                Json.of(
                        Map.of(
                                "now",
                                store.clock().instant().toString(),
                                "ahead",
                                store.clock().ahead().toString())));
    }

    /** Answers when everything that became due has happened. */
    private Said turned(JsonNode body) {
        Duration by;
        try {
            by =
                    body.has("to")
                            ? Duration.between(
                                    store.clock().instant(),
                                    Instant.parse(body.path("to").asText()))
                            : Duration.parse(body.path("advance").asText());
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("advance: such as P5D or PT1H; or to: a time", e);
        }
        if (by.isNegative() || by.compareTo(TURN_MAX) > 0) {
            throw new IllegalArgumentException("forward, at most " + TURN_MAX);
        }
        store.turn(by);
        due.run();
        committed.run();
        return clock();
    }

    /** After the movement of a number, as many as one page holds. */
    private Said journal(String query) {
        long after = query.isEmpty() ? 0 : after(query);
        List<ObjectNode> movements =
                store.change(change -> change.movements(after, JOURNAL_PAGE + 1));
        boolean more = movements.size() > JOURNAL_PAGE;
        ObjectNode body = Json.object();
        body.putArray("entries").addAll(more ? movements.subList(0, JOURNAL_PAGE) : movements);
        body.put("more", more);
        ObjectNode balances = body.putObject("balances");
        store.change(change -> change.balances(EVER)).forEach(balances::put);
        return ok(body);
    }

    private static long after(String query) {
        try {
            return Long.parseLong(query.replaceFirst("^after=", ""));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("after= and the seq of a movement", e);
        }
    }

    private Said rotated(JsonNode body) {
        String endpoint = body.path("endpoint").asText("");
        return store.<Optional<String>>change(change -> Secrets.rotate(change, endpoint))
                .map(secret -> ok(Json.of(Map.of("secret", secret))))
                .orElseThrow(() -> new IllegalArgumentException("endpoint: the id of one"));
    }

    private Said replayed(JsonNode body) {
        Optional<String> event =
                Optional.of(body.path("event").asText("")).filter(id -> !id.isEmpty());
        int count = store.change(change -> change.deliveries().replay(event));
        committed.run();
        ObjectNode told = Json.object();
        told.put("deliveries", count);
        return ok(told);
    }

    private Said scripts() {
        ObjectNode body = Json.object();
        var list = body.putArray("scripts");
        faults.waiting().forEach(fault -> list.add(told(fault)));
        return ok(body);
    }

    /** {@code {"on": {"op", "metadata", "nth"}, "do": "hang", "times", "seconds", "ok"}}. */
    private Said ordered(JsonNode body) {
        Script script =
                Script.of(body.path("do").asText(""))
                        .orElseThrow(() -> new IllegalArgumentException("do: " + Script.all()));
        JsonNode on = body.path("on");
        String op = on.path("op").asText("");
        if (!op.isEmpty() && !script.onDelivery() && !operations.contains(op)) {
            throw new IllegalArgumentException("on.op: " + new TreeSet<>(operations));
        }
        Map<String, String> metadata = new TreeMap<>();
        on.path("metadata")
                .properties()
                .forEach(entry -> metadata.put(entry.getKey(), entry.getValue().asText()));
        Fault fault =
                new Fault(
                        op,
                        metadata,
                        count(on, "nth") - 1,
                        count(body, "times"),
                        script,
                        pause(body, script),
                        body.path("ok").asBoolean(true));
        faults.add(fault);
        return ok(told(fault));
    }

    private static int count(JsonNode node, String field) {
        int count = node.path(field).asInt(1);
        if (count < 1 || count > TIMES_MAX) {
            throw new IllegalArgumentException(field + ": 1 to " + TIMES_MAX);
        }
        return count;
    }

    private static Duration pause(JsonNode body, Script script) {
        Duration pause =
                body.has("seconds")
                        ? Duration.ofSeconds(body.path("seconds").asLong(-1))
                        : script == Script.ASYNC ? ASYNC : HANG;
        if (pause.isNegative() || pause.compareTo(PAUSE_MAX) > 0) {
            throw new IllegalArgumentException("seconds: 0 to " + PAUSE_MAX.toSeconds());
        }
        return pause;
    }

    private static ObjectNode told(Fault fault) {
        ObjectNode told = Json.object();
        ObjectNode on = told.putObject("on");
        on.put("op", fault.op());
        on.set("metadata", Json.of(fault.metadata()));
        on.put("nth", fault.skip() + 1);
        told.put("do", fault.script().text());
        told.put("times", fault.times());
        told.put("seconds", fault.pause().toSeconds());
        told.put("ok", fault.well());
        return told;
    }
}
