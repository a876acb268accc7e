package dev.plat.ops.sandbox.card.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plat.ops.sandbox.card.desk.Decline;
import dev.plat.ops.sandbox.card.desk.Due;
import dev.plat.ops.sandbox.card.desk.Events;
import dev.plat.ops.sandbox.card.desk.Refusal;
import dev.plat.ops.sandbox.card.fault.Faults;
import dev.plat.ops.sandbox.card.fault.Play;
import dev.plat.ops.sandbox.card.fault.Script;
import dev.plat.ops.sandbox.card.line.Question;
import dev.plat.ops.sandbox.card.line.Said;
import dev.plat.ops.sandbox.card.store.Answered;
import dev.plat.ops.sandbox.card.store.Change;
import dev.plat.ops.sandbox.card.store.Item;
import dev.plat.ops.sandbox.card.store.Json;
import dev.plat.ops.sandbox.card.store.Store;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers {@code /v1/…}. A call and what is told of it are one transaction; a key that comes again
 * gets the same answer, also when the first one was lost on its way.
 *
 * <p>Threads: safe.
 */
public final class Api {

    private static final Logger LOG = LoggerFactory.getLogger(Api.class);
    private static final String PREFIX = "/v1/";
    private static final int KEY_MAX = 255;

    private final Store store;
    private final Faults faults;
    private final String secretKey;
    private final String origin;
    private final Runnable committed;
    private final List<Route> routes =
            Stream.of(
                            People.routes(),
                            SessionCalls.routes(),
                            IntentCalls.routes(),
                            BackOffice.routes())
                    .flatMap(List::stream)
                    .toList();

    /** Keys of calls under way: they are this process's own, so a killed one leaves none behind. */
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();

    private record Target(Route route, String id) {}

    /**
     * @param origin of the buyer's pages
     * @param committed told after each change
     */
    public Api(Store store, Faults faults, String secretKey, String origin, Runnable committed) {
        this.store = store;
        this.faults = faults;
        this.secretKey = secretKey;
        this.origin = origin;
        this.committed = committed;
    }

    /** The operations that scripts may name. */
    public Set<String> operations() {
        return routes.stream().map(Route::op).collect(Collectors.toSet());
    }

    public Said answer(Question question) {
        String request = store.ids().next("req");
        try {
            check(question);
            Target target = target(question);
            String key = question.method().equals("POST") ? question.header("Idempotency-Key") : "";
            if (key.length() > KEY_MAX) {
                throw Refusal.invalid(
                        "", "", "Idempotency keys have up to " + KEY_MAX + " letters.");
            }
            if (key.isEmpty()) {
                return carryOut(question, target, "", request);
            }
            if (!underWay.add(key)) {
                throw Refusal.keyInUse();
            }
            try {
                return carryOut(question, target, key, request);
            } finally {
                underWay.remove(key);
            }
        } catch (Refusal refusal) {
            return reply(refusal.status(), Json.text(refusal.body()), request);
        } catch (IllegalStateException e) {
            LOG.error("{} failed", request, e);
            return reply(500, Json.text(Refusal.failed().body()), request);
        }
    }

    private void check(Question question) {
        byte[] wanted = ("Bearer " + secretKey).getBytes(StandardCharsets.UTF_8);
        byte[] given = question.header("Authorization").getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(wanted, given)) {
            throw Refusal.notAllowed();
        }
        String version = question.header("Stripe-Version");
        if (!version.isEmpty() && !version.equals(Events.API_VERSION)) {
            throw Refusal.invalid("", "", "The sandbox speaks " + Events.API_VERSION + " only.");
        }
    }

    private Target target(Question question) {
        String path = question.path().substring(PREFIX.length());
        for (Route route : routes) {
            Optional<String> id = route.fits(question.method(), path);
            if (id.isPresent()) {
                return new Target(route, id.get());
            }
        }
        throw Refusal.noSuchUrl(question.method(), question.path());
    }

    private Said carryOut(Question question, Target target, String key, String request) {
        Form form = Form.parse(question.query() + "&" + question.body());
        Play play = faults.play(target.route().op(), metadata(target, question));
        Optional<Said> cut = Trouble.before(play);
        if (cut.isPresent()) {
            return cut.get();
        }
        if (play.has(Script.TOO_MANY)) {
            throw Refusal.tooMany();
        }
        if (play.has(Script.PRUNE_KEYS)) {
            store.change(change -> {
                change.forgetAnswers(change.now());
                return true;
            });
        }
        String digest = digest(question);
        Optional<Answered> before = before(key);
        if (before.isPresent()) {
            return Trouble.after(play, again(before.get(), digest));
        }
        Answered answer =
                store.change(change -> {
                    Answered made = made(change, target, form, play, key, digest, request);
                    if (!key.isEmpty()) {
                        change.answered(made);
                    }
                    return made;
                });
        committed.run();
        return Trouble.after(play, reply(answer.status(), answer.body(), request));
    }

    private Optional<Answered> before(String key) {
        return key.isEmpty()
                ? Optional.empty()
                : store.change(change -> change.answer(key, change.now().minus(Due.KEYS)));
    }

    private Answered made(
            Change change,
            Target target,
            Form form,
            Play play,
            String key,
            String digest,
            String request)
            throws SQLException {
        if (play.has(Script.FAILED_BEFORE)) {
            return failed(key, digest, request);
        }
        List<String> expand = form.texts("expand");
        Answer answer =
                target.route().handler().answer(change, new Call(target.id(), form, play, origin));
        form.nothingElse();
        if (play.has(Script.FAILED_AFTER)) {
            return failed(key, digest, request);
        }
        if (play.has(Script.CONTRADICT) && answer.status() == 200) {
            ObjectNode body = Json.object();
            ObjectNode error = body.putObject("error");
            error.put("type", "card_error");
            error.put("code", Decline.GENERIC.code());
            error.put("decline_code", Decline.GENERIC.reason());
            error.put("message", Decline.GENERIC.message());
            return new Answered(key, digest, request, 402, Json.text(body));
        }
        if (answer.status() == 200) {
            Expansion.expand(change, answer.body(), expand);
            twist(target.route(), answer.body(), play);
        }
        return new Answered(key, digest, request, answer.status(), Json.text(answer.body()));
    }

    private static Answered failed(String key, String digest, String request) {
        return new Answered(key, digest, request, 500, Json.text(Refusal.failed().body()));
    }

    /** Where nothing is changed, what is told is wrong instead. */
    private static void twist(Route route, ObjectNode body, Play play) {
        if (route.method().equals("GET")) {
            for (String field : List.of("amount", "amount_total")) {
                if (body.path(field).isNumber()) {
                    body.put(field, play.amount(body.path(field).asLong()));
                }
            }
            if (body.path("currency").isTextual()) {
                body.put("currency", play.currency(body.path("currency").asText()));
            }
        }
        if (play.has(Script.WRONG_METADATA) && body.path("metadata") instanceof ObjectNode told) {
            told.properties().forEach(entry -> told.put(entry.getKey(), "of another"));
        }
    }

    private static Said again(Answered before, String digest) {
        if (!before.digest().equals(digest)) {
            throw Refusal.otherRequest(
                    "Keys for idempotent requests can only be used with the same endpoint and the"
                            + " same parameters they were first used with.");
        }
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Idempotent-Replayed", "true");
        headers.put("Original-Request", before.request());
        return reply(before.status(), before.body(), before.request(), headers);
    }

    private static Said reply(int status, String body, String request) {
        return reply(status, body, request, Map.of());
    }

    private static Said reply(int status, String body, String request, Map<String, String> more) {
        Map<String, String> headers = new LinkedHashMap<>(more);
        headers.put("Content-Type", "application/json");
        headers.put("Request-Id", request);
        headers.put("Stripe-Version", Events.API_VERSION);
        return new Said.Reply(status, headers, body);
    }

    /** What a script may ask for: what is given, and what the object has that it is about. */
    private Map<String, String> metadata(Target target, Question question) {
        Map<String, String> metadata = new LinkedHashMap<>();
        if (faults.waiting().isEmpty()) {
            return metadata;
        }
        Form form = Form.parse(question.query() + "&" + question.body());
        String about = target.id().isEmpty() ? form.text("payment_intent").orElse("") : target.id();
        store.<Optional<Item>>change(change -> change.find(about))
                .ifPresent(item -> {
                    copy(item.hidden().path("intent").path("metadata"), metadata);
                    copy(item.body().path("metadata"), metadata);
                });
        metadata.putAll(form.form("payment_intent_data").metadata());
        metadata.putAll(form.metadata());
        return metadata;
    }

    private static void copy(JsonNode from, Map<String, String> to) {
        from.properties().forEach(entry -> to.put(entry.getKey(), entry.getValue().asText()));
    }

    /** The same call has the same, in whatever order its parameters come. */
    private static String digest(Question question) {
        String[] pairs = question.body().split("&", -1);
        Arrays.sort(pairs);
        String all = question.method() + "\n" + question.path() + "\n" + String.join("&", pairs);
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(all.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
