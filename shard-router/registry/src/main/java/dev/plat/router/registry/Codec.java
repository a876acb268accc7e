package dev.plat.router.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plat.router.core.BucketMap;
import dev.plat.router.core.Instance;
import dev.plat.router.core.Node;
import dev.plat.router.core.Ownership;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.Tier;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What stands in the registry, as JSON a person can read. Unknown fields are passed over, so that
 * old readers last.
 */
final class Codec {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Codec() {}

    static byte[] write(JsonNode node) {
        try {
            return JSON.writeValueAsBytes(node);
        } catch (IOException e) {
            throw new IllegalStateException("a tree always becomes JSON", e);
        }
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    /**
     * A tree.
     *
     * @throws IOException for anything that is not a JSON object
     */
    static JsonNode read(byte[] bytes) throws IOException {
        JsonNode node = JSON.readTree(bytes);
        if (node == null || !node.isObject()) {
            throw new IOException("not a JSON object");
        }
        return node;
    }

    static ObjectNode ofFormat(String cluster) {
        return object().put("layout", Layout.NUMBER).put("cluster", cluster);
    }

    static ObjectNode ofSpec(Tier tier) {
        return object().put("kind", lower(tier.kind()))
                .put("buckets", Bucket.COUNT)
                .put("copies", tier.copies());
    }

    static ObjectNode of(Node node) {
        return object().put("name", node.name())
                .put("zone", node.zone())
                .put("weight", node.weight())
                .put("state", lower(node.state()))
                .put("address", node.address());
    }

    static Node node(Tier tier, JsonNode json) throws IOException {
        try {
            return new Node(
                    tier,
                    text(json, "name"),
                    text(json, "zone"),
                    json.path("weight").asInt(),
                    constant(Node.State.class, json, "state"),
                    text(json, "address"));
        } catch (IllegalArgumentException e) {
            throw new IOException("not a node", e);
        }
    }

    static ObjectNode of(Instance instance) {
        return object().put("service", instance.service())
                .put("name", instance.name())
                .put("address", instance.address())
                .put("started", instance.started().toString());
    }

    static Instance instance(JsonNode json) throws IOException {
        try {
            return new Instance(
                    text(json, "service"),
                    text(json, "name"),
                    text(json, "address"),
                    Instant.parse(text(json, "started")));
        } catch (DateTimeException e) {
            throw new IOException("not an instance", e);
        }
    }

    /** The buckets of one chunk: number → epoch and owners. */
    static ObjectNode of(BucketMap map, int chunk) {
        ObjectNode json = object();
        int first = chunk * Layout.CHUNK_BUCKETS;
        for (int number = first; number < first + Layout.CHUNK_BUCKETS; number++) {
            String field = Integer.toString(number);
            map.find(new Bucket(number))
                    .ifPresent(owner -> {
                        ArrayNode nodes =
                                json.putObject(field).put("epoch", owner.epoch()).putArray("nodes");
                        owner.nodes().forEach(nodes::add);
                    });
        }
        return json;
    }

    /** Adds what a chunk says to {@code map}; the larger epoch wins. */
    static BucketMap merge(BucketMap map, JsonNode chunk) throws IOException {
        Map<Bucket, Ownership> said = new HashMap<>();
        for (var entry : chunk.properties()) {
            try {
                List<String> nodes = new ArrayList<>();
                entry.getValue().path("nodes").forEach(node -> nodes.add(node.asText()));
                Ownership owner = new Ownership(entry.getValue().path("epoch").asLong(), nodes);
                said.put(new Bucket(Integer.parseInt(entry.getKey())), owner);
            } catch (RuntimeException e) {
                throw new IOException("not a chunk of a bucket map: " + entry.getKey(), e);
            }
        }
        return map.merge(BucketMap.of(map.tier(), said));
    }

    /** What a map says about the buckets of one chunk. */
    static BucketMap part(BucketMap map, int chunk) {
        Map<Bucket, Ownership> said = new HashMap<>();
        map.statements()
                .forEach((bucket, owner) -> {
                    if (bucket.number() / Layout.CHUNK_BUCKETS == chunk) {
                        said.put(bucket, owner);
                    }
                });
        return BucketMap.of(map.tier(), said);
    }

    static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    static <E extends Enum<E>> E constant(Class<E> type, JsonNode json, String field)
            throws IOException {
        String text = text(json, field);
        for (E each : type.getEnumConstants()) {
            if (lower(each).equals(text)) {
                return each;
            }
        }
        throw new IOException("unknown " + field + ": " + text);
    }

    static String text(JsonNode json, String field) throws IOException {
        JsonNode value = json.path(field);
        if (!value.isTextual()) {
            throw new IOException("a text is missing: " + field);
        }
        return value.asText();
    }
}
