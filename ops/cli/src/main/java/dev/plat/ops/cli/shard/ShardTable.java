package dev.plat.ops.cli.shard;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plat.ops.cli.orders.OrderText;
import dev.plat.ops.cli.running.ShardFacts;
import dev.plat.router.core.BucketMap;
import dev.plat.router.core.Node;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.Tier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The shards of one tier side by side: who has more than its weight says, who differs. */
final class ShardTable {

    private static final String FORM =
            "%-14s %-9s %6s %7s %7s %10s %5s %10s %10s %-9s %-7s %6s  %s%n";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Tier tier;
    private final BucketMap map;
    private final List<ObjectNode> lines = new ArrayList<>();
    private final Map<String, Integer> schemas = new HashMap<>();
    private long activeWeight;

    ShardTable(Tier tier, BucketMap map) {
        this.tier = tier;
        this.map = map;
    }

    void add(Node shard, ShardFacts.Facts facts) {
        ObjectNode line = line(shard);
        line.put("buckets", facts.owned());
        line.put("importing", facts.importing());
        line.put("bytes", facts.bytes());
        line.put("slots", facts.slots());
        line.put("lagBytes", facts.lagBytes());
        line.put("retainedWalBytes", facts.retainedBytes());
        line.put("timeline", facts.timeline());
        line.put(
                "armed",
                facts.armed().isEmpty()
                        ? "unknown"
                        : facts.armed().equals(facts.timeline()) ? "yes" : "no");
        line.put("schema", facts.schema());
        line.put("version", facts.version());
        line.put("problem", "");
        schemas.merge(facts.schema(), 1, Integer::sum);
    }

    /** One that does not answer; its buckets are those the registry gives it. */
    void addSilent(Node shard, String problem) {
        ObjectNode line = line(shard);
        long owned =
                map.statements().values().stream()
                        .filter(owner -> owner.shard().equals(shard.name()))
                        .count();
        line.put("buckets", owned);
        line.put("problem", problem);
    }

    /** One object for each shard, shares and ranks filled in. */
    List<ObjectNode> lines() {
        List<String> ranked =
                schemas.entrySet().stream()
                        .sorted(
                                Comparator.comparingInt(
                                                (Map.Entry<String, Integer> e) -> e.getValue())
                                        .reversed()
                                        .thenComparing(Map.Entry::getKey))
                        .map(Map.Entry::getKey)
                        .toList();
        for (ObjectNode line : lines) {
            boolean active = line.path("state").asText().equals("active");
            double fair =
                    active && activeWeight > 0
                            ? (double) Bucket.COUNT * line.path("weight").asInt() / activeWeight
                            : 0;
            line.put("share", (double) line.path("buckets").asInt() / Bucket.COUNT);
            line.put(
                    "offPercent",
                    fair == 0 ? 0 : 100 * (line.path("buckets").asInt() - fair) / fair);
            line.put("schemaRank", 1 + ranked.indexOf(line.path("schema").asText()));
        }
        return lines;
    }

    static String header() {
        return FORM.formatted(
                "shard",
                "state",
                "weight",
                "buckets",
                "off",
                "size",
                "slots",
                "lag",
                "kept WAL",
                "timeline",
                "armed",
                "schema",
                "address");
    }

    static String text(ObjectNode line) {
        boolean silent = !line.path("problem").asText().isEmpty();
        return FORM.formatted(
                line.path("shard").asText(),
                line.path("state").asText(),
                line.path("weight").asInt(),
                line.path("buckets").asInt(),
                line.path("state").asText().equals("active")
                        ? String.format(Locale.ROOT, "%+.1f %%", line.path("offPercent").asDouble())
                        : "",
                silent ? "" : OrderText.bytes(line.path("bytes").asLong()),
                silent ? "" : line.path("slots").asInt(),
                silent ? "" : OrderText.bytes(line.path("lagBytes").asLong()),
                silent ? "" : OrderText.bytes(line.path("retainedWalBytes").asLong()),
                line.path("timeline").asText(),
                line.path("armed").asText(),
                silent ? "" : line.path("schemaRank").asInt(),
                silent
                        ? "does not answer: " + line.path("problem").asText()
                        : line.path("address").asText());
    }

    private ObjectNode line(Node shard) {
        ObjectNode line = JSON.createObjectNode();
        line.put("tier", tier.text());
        line.put("shard", shard.name());
        line.put("address", shard.address());
        line.put("zone", shard.zone());
        line.put("state", shard.state().name().toLowerCase(Locale.ROOT));
        line.put("weight", shard.weight());
        activeWeight += shard.state() == Node.State.ACTIVE ? shard.weight() : 0;
        lines.add(line);
        return line;
    }
}
