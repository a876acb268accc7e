package dev.plat.ops.sandbox.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plat.ops.sandbox.registry.book.Book;
import dev.plat.ops.sandbox.registry.book.Card;
import dev.plat.ops.sandbox.registry.book.Entry;
import dev.plat.ops.sandbox.registry.book.Script;
import dev.plat.ops.sandbox.registry.epp.Fault;
import dev.plat.ops.sandbox.registry.epp.Faults;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What tests and the local cluster ask of the registry behind its back: its time, its journal, its
 * zones, and which faults to play. Everything but {@code /health} wants the token beside the
 * journal.
 */
final class AdminPages implements JsonPort.Pages {

    private static final double PAUSE_SECONDS = 30;
    private static final Duration PAUSE_MAX = Duration.ofMinutes(10);
    private static final int TIMES_MAX = 1_000_000;

    private final Book book;
    private final Faults faults;
    private final String token;

    AdminPages(Book book, Faults faults, String token) {
        this.book = book;
        this.faults = faults;
        this.token = token;
    }

    @Override
    public JsonPort.Reply answer(JsonPort.Question question) {
        String what = question.method() + " " + question.path();
        if (what.equals("GET /health")) {
            return ok(Map.of("status", "UP", "service", "sandbox-registry"));
        }
        if (!allowed(question.token())) {
            return new JsonPort.Reply(401, Map.of("expected", "Bearer and the admin token"));
        }
        return switch (what) {
            case "GET /clock" -> ok(clock());
            case "POST /clock" -> turned(question.body());
            case "GET /faults" ->
                    ok(Map.of("faults", faults.waiting().stream().map(AdminPages::told).toList()));
            case "POST /faults" -> ordered(question.body());
            case "DELETE /faults" -> {
                faults.clear();
                yield ok(Map.of());
            }
            case "GET /journal" ->
                    ok(Map.of("entries", book.entries().stream().map(AdminPages::told).toList()));
            case "GET /zones" ->
                    ok(Map.of("zones", book.zones().stream().map(AdminPages::told).toList()));
            default ->
                    new JsonPort.Reply(404, Map.of("expected", "/clock /faults /journal /zones"));
        };
    }

    private boolean allowed(String given) {
        return MessageDigest.isEqual(
                ("Bearer " + token).getBytes(StandardCharsets.UTF_8),
                given.getBytes(StandardCharsets.UTF_8));
    }

    private static JsonPort.Reply ok(Object body) {
        return new JsonPort.Reply(200, body);
    }

    private Map<String, Object> clock() {
        return Map.of("now", book.now().toString(), "ahead", book.ahead().toString());
    }

    /** {@code {"advance": "P5D"}} or {@code {"to": "2030-01-01T00:00:00Z"}}. */
    private JsonPort.Reply turned(JsonNode body) {
        try {
            Duration by =
                    body.has("to")
                            ? Duration.between(book.now(), Instant.parse(body.get("to").asText()))
                            : Duration.parse(body.path("advance").asText(""));
            book.turn(by);
            return ok(clock());
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("advance: P5D, or to: an instant", e);
        }
    }

    /** {@code {"on": {"op", "name", "registrar", "nth"}, "do": "hang", "times", "seconds"}}. */
    private JsonPort.Reply ordered(JsonNode body) {
        Script script =
                Script.of(body.path("do").asText(""))
                        .orElseThrow(() -> new IllegalArgumentException("do: " + Script.all()));
        JsonNode on = body.path("on");
        String name = on.path("name").asText("");
        if (script == Script.PREMIUM) {
            if (name.isEmpty()) {
                throw new IllegalArgumentException("on.name of the premium domain");
            }
            book.makePremium(name);
            return ok(Map.of());
        }
        int nth = on.path("nth").asInt(1);
        int times = body.path("times").asInt(1);
        double seconds = body.path("seconds").asDouble(PAUSE_SECONDS);
        if (nth < 1 || nth > TIMES_MAX || times < 1 || times > TIMES_MAX) {
            throw new IllegalArgumentException("on.nth and times: 1 to " + TIMES_MAX);
        }
        if (!(seconds >= 0 && seconds <= PAUSE_MAX.toSeconds())) {
            throw new IllegalArgumentException("seconds: 0 to " + PAUSE_MAX.toSeconds());
        }
        Fault fault =
                new Fault(
                        on.path("op").asText(""),
                        name,
                        on.path("registrar").asText(""),
                        nth - 1,
                        times,
                        script,
                        Duration.ofMillis((long) (seconds * 1000)));
        faults.add(fault);
        return ok(told(fault));
    }

    private static Map<String, Object> told(Fault fault) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put(
                "on",
                Map.of(
                        "op",
                        fault.op(),
                        "name",
                        fault.name(),
                        "registrar",
                        fault.registrar(),
                        "nth",
                        fault.skip() + 1));
        told.put("do", fault.script().text());
        told.put("times", fault.times());
        told.put("seconds", fault.pause().toMillis() / 1000.0);
        return told;
    }

    /** Without the frame, which holds codes and people's data. */
    private static Map<String, Object> told(Entry entry) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("kind", entry.kind());
        told.put("at", entry.at().toString());
        told.put("by", entry.by());
        told.put("op", entry.op());
        told.put("subject", entry.subject());
        told.put("code", entry.code());
        told.put("client", entry.client());
        told.put("scripts", entry.scripts());
        return told;
    }

    private static Map<String, Object> told(Card.Zone zone) {
        List<Map<String, Object>> delegations =
                zone.delegations().stream()
                        .map(d ->
                                Map.<String, Object>of(
                                        "name",
                                        d.name(),
                                        "ns",
                                        new TreeSet<>(d.servers()),
                                        "ds",
                                        d.ds()))
                        .toList();
        return Map.of(
                "zone",
                zone.name(),
                "serial",
                zone.serial(),
                "delegations",
                delegations,
                "glue",
                new TreeMap<>(zone.glue()));
    }
}
