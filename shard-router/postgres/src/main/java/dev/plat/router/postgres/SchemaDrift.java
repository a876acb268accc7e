package dev.plat.router.postgres;

import dev.plat.router.core.Node;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Looks whether all shards of a tier have the same schema: a ring that stopped half-way, or
 * somebody's own hand. What most of them have is taken for right.
 *
 * <p>Threads: safe.
 */
public final class SchemaDrift {

    private static final int PARALLEL_MAX = 8;

    private final String ownerPassword;

    public SchemaDrift(String ownerPassword) {
        this.ownerPassword = ownerPassword;
    }

    /**
     * What was found.
     *
     * @param usual the hash that most shards have; empty when none answered
     * @param hashes of the shards that answered, in the order they were given
     * @param differing for each shard with another hash: the lines that it has ("+") or lacks
     *     ("-"), each an object of its schema
     * @param silent shards that did not answer, and why
     */
    public record Report(
            String usual,
            Map<String, String> hashes,
            Map<String, List<String>> differing,
            Map<String, String> silent) {

        /** True when every shard answered and all are equal. */
        public boolean none() {
            return differing.isEmpty() && silent.isEmpty();
        }
    }

    /** Asks all of them, a few at a time, five seconds each at most to connect. */
    public Report look(List<Node> shards) {
        Map<String, SchemaHash> found = new LinkedHashMap<>();
        Map<String, String> silent = new LinkedHashMap<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(PARALLEL_MAX)) {
            Map<Node, Future<SchemaHash>> asked = new LinkedHashMap<>();
            shards.forEach(shard -> asked.put(shard, executor.submit(() -> hash(shard))));
            asked.forEach((shard, answer) -> {
                try {
                    found.put(shard.name(), answer.get());
                } catch (ExecutionException e) {
                    silent.put(shard.name(), String.valueOf(e.getMessage()));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException("interrupted while looking for drift", e);
                }
            });
        }
        return compare(found, silent);
    }

    private static Report compare(Map<String, SchemaHash> found, Map<String, String> silent) {
        Map<String, String> hashes = new LinkedHashMap<>();
        found.forEach((shard, schema) -> hashes.put(shard, schema.hash()));
        Optional<SchemaHash> usual = mostCommon(found);
        Map<String, List<String>> differing = new LinkedHashMap<>();
        usual.ifPresent(right ->
                found.forEach((shard, schema) -> {
                    if (!schema.hash().equals(right.hash())) {
                        differing.put(shard, schema.differences(right));
                    }
                }));
        return new Report(usual.map(SchemaHash::hash).orElse(""), hashes, differing, silent);
    }

    /** Of two that are equally common, the one of the shard that comes first. */
    private static Optional<SchemaHash> mostCommon(Map<String, SchemaHash> found) {
        Map<String, Integer> counts = new HashMap<>();
        found.values().forEach(schema -> counts.merge(schema.hash(), 1, Integer::sum));
        return found.values().stream()
                .max(Comparator.comparingInt(schema -> counts.getOrDefault(schema.hash(), 0)));
    }

    private SchemaHash hash(Node shard) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", RolePasswords.OWNER);
        properties.setProperty("password", ownerPassword);
        properties.setProperty("ApplicationName", "plat drift");
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("socketTimeout", "30");
        try (Connection connection =
                DriverManager.getConnection(ShardAddress.of(shard).url(), properties)) {
            return SchemaHash.of(connection);
        }
    }
}
