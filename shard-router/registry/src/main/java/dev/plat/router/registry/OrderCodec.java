package dev.plat.router.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plat.router.core.move.Move;
import dev.plat.router.core.move.MoveProgress;
import dev.plat.router.core.orders.Order;
import dev.plat.router.core.plan.Plan;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.PlatException;
import dev.plat.schemas.Tier;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Orders and moves as JSON a person can read; unknown fields are passed over. */
final class OrderCodec {

    private OrderCodec() {}

    static ObjectNode of(Order order) {
        ObjectNode json =
                Codec.object()
                        .put("id", order.id())
                        .put("verb", Codec.lower(order.verb()))
                        .put("tier", order.tier().text())
                        .put("state", Codec.lower(order.state()))
                        .put("soak", order.soak().toString())
                        .put("rowsPerSecondMax", order.rowsPerSecondMax())
                        .put("created", order.created().toString())
                        .put("by", order.by())
                        .put("note", order.note());
        ObjectNode arguments = json.putObject("arguments");
        order.arguments().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(each -> arguments.put(each.getKey(), each.getValue()));
        ArrayNode plan = json.putArray("plan");
        for (Plan.Batch batch : order.plan()) {
            ArrayNode buckets =
                    plan.addObject()
                            .put("source", batch.source())
                            .put("target", batch.target())
                            .put("copy", batch.copy())
                            .putArray("buckets");
            batch.buckets().forEach(bucket -> buckets.add(bucket.number()));
        }
        ArrayNode moves = json.putArray("moves");
        order.moves().forEach(move -> moves.add(move.toString()));
        return json;
    }

    static Order order(JsonNode json) throws IOException {
        try {
            Map<String, String> arguments = new HashMap<>();
            for (var entry : json.path("arguments").properties()) {
                arguments.put(entry.getKey(), entry.getValue().asText());
            }
            List<Plan.Batch> plan = new ArrayList<>();
            for (JsonNode batch : json.path("plan")) {
                List<Bucket> buckets = new ArrayList<>();
                batch.path("buckets").forEach(bucket -> buckets.add(new Bucket(bucket.asInt(-1))));
                plan.add(
                        new Plan.Batch(
                                Codec.text(batch, "source"),
                                Codec.text(batch, "target"),
                                buckets,
                                batch.path("copy").asInt()));
            }
            List<UUID> moves = new ArrayList<>();
            json.path("moves").forEach(move -> moves.add(UUID.fromString(move.asText())));
            return new Order(
                    Codec.text(json, "id"),
                    Codec.constant(Order.Verb.class, json, "verb"),
                    Tier.parse(Codec.text(json, "tier")),
                    arguments,
                    Codec.constant(Order.State.class, json, "state"),
                    plan,
                    moves,
                    Duration.parse(Codec.text(json, "soak")),
                    json.path("rowsPerSecondMax").asInt(),
                    Instant.parse(Codec.text(json, "created")),
                    json.path("by").asText(),
                    json.path("note").asText());
        } catch (IllegalArgumentException | DateTimeException | PlatException e) {
            throw new IOException("not an order", e);
        }
    }

    static Order withId(Order order, String id) {
        return new Order(
                id,
                order.verb(),
                order.tier(),
                order.arguments(),
                order.state(),
                order.plan(),
                order.moves(),
                order.soak(),
                order.rowsPerSecondMax(),
                order.created(),
                order.by(),
                order.note());
    }

    static ObjectNode of(Move.Wish wish) {
        return Codec.object().put("wish", Codec.lower(wish));
    }

    static Move.Wish wish(JsonNode json) throws IOException {
        return Codec.constant(Move.Wish.class, json, "wish");
    }

    static ObjectNode of(MoveProgress progress) {
        return Codec.object()
                .put("move", progress.move().toString())
                .put("source", progress.source())
                .put("target", progress.target())
                .put("step", Codec.lower(progress.step()))
                .put("phase", progress.phase())
                .put("bucketsDone", progress.bucketsDone())
                .put("bucketsTotal", progress.bucketsTotal())
                .put("bytesDone", progress.bytesDone())
                .put("bytesTotal", progress.bytesTotal())
                .put("lagBytes", progress.lagBytes())
                .put("pauseMicrosP50", progress.pauseMicrosP50())
                .put("pauseMicrosP99", progress.pauseMicrosP99())
                .put("pauseMicrosMax", progress.pauseMicrosMax())
                .put("etaMillis", progress.etaMillis())
                .put("undo", progress.undo())
                .put("why", progress.why())
                .put("at", progress.at().toString());
    }

    static MoveProgress progress(Tier tier, JsonNode json) throws IOException {
        try {
            return new MoveProgress(
                    UUID.fromString(Codec.text(json, "move")),
                    tier,
                    Codec.text(json, "source"),
                    Codec.text(json, "target"),
                    Codec.constant(Move.Step.class, json, "step"),
                    json.path("phase").asText(),
                    json.path("bucketsDone").asInt(),
                    json.path("bucketsTotal").asInt(),
                    json.path("bytesDone").asLong(),
                    json.path("bytesTotal").asLong(),
                    json.path("lagBytes").asLong(),
                    json.path("pauseMicrosP50").asLong(),
                    json.path("pauseMicrosP99").asLong(),
                    json.path("pauseMicrosMax").asLong(),
                    json.path("etaMillis").asLong(-1),
                    json.path("undo").asText(),
                    json.path("why").asText(),
                    Instant.parse(Codec.text(json, "at")));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IOException("not a move", e);
        }
    }
}
