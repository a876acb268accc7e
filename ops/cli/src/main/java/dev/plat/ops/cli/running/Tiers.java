package dev.plat.ops.cli.running;

import dev.plat.router.core.Node;
import dev.plat.router.core.Topology;
import dev.plat.router.registry.RegistrySettings;
import dev.plat.router.registry.ZooKeeperTopology;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.Tier;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The tiers as the registry has them, and what lies on their shards, read as roles that change
 * nothing.
 */
public final class Tiers implements AutoCloseable {

    private static final String REGISTRY_ROOT = "/plat";

    /** Before an operator is shown what the registry said last time. */
    private static final Duration REGISTRY_WAIT = Duration.ofSeconds(5);

    private final RunFile run;
    private final Topology topology;

    public Tiers(RunFile run) {
        this.run = run;
        this.topology =
                ZooKeeperTopology.open(
                        new RegistrySettings(
                                "127.0.0.1:" + run.port("zookeeper", "client"),
                                REGISTRY_ROOT,
                                run.data().resolve("cli"),
                                EnumSet.allOf(Tier.class)),
                        REGISTRY_WAIT);
    }

    public Topology topology() {
        return topology;
    }

    /** How many buckets the map gives each node, as first owner or copy. */
    public Map<String, Integer> buckets(Tier tier) {
        Map<String, Integer> counts = new TreeMap<>();
        var map = topology.map(tier);
        for (int number = 0; number < Bucket.COUNT; number++) {
            map.find(new Bucket(number))
                    .ifPresent(owner ->
                            owner.nodes().forEach(node -> counts.merge(node, 1, Integer::sum)));
        }
        return counts;
    }

    /** Rows of a table in the buckets that the shard owns. */
    public long ownedRows(Node shard, String table) throws SQLException {
        try (Connection connection = connect(shard, "plat_scan", "postgres.scan.password");
                PreparedStatement count =
                        connection.prepareStatement("SELECT count(*) FROM " + table);
                ResultSet row = count.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    /**
     * For each table of each shard: rows in all, rows of other owners' buckets that a move keeps
     * there or is carrying there, and rows that lie where they must not.
     *
     * @param shards of one tier
     */
    public List<Strays> strays(List<Node> shards) throws SQLException {
        Set<String> moves = unfinishedMoves(shards);
        List<Map<String, Counts>> foreign = new ArrayList<>();
        List<Strays> found = new ArrayList<>();
        for (Node shard : shards) {
            foreign.add(foreign(shard));
        }
        // Looked at before and after the rows: a move may begin or end meanwhile.
        moves.addAll(unfinishedMoves(shards));
        for (int i = 0; i < shards.size(); i++) {
            Node shard = shards.get(i);
            foreign.get(i)
                    .forEach((table, counts) -> {
                        long kept = 0;
                        long strays = 0;
                        for (Map.Entry<String, Long> count : counts.byMove.entrySet()) {
                            boolean known = moves.contains(count.getKey());
                            kept += known ? count.getValue() : 0;
                            strays += known ? 0 : count.getValue();
                        }
                        found.add(
                                new Strays(
                                        shard.tier().text(),
                                        shard.name(),
                                        table,
                                        counts.rows,
                                        kept,
                                        strays));
                    });
        }
        return found;
    }

    /** Rows of a table in all, and those of buckets that the shard does not own, by move. */
    private record Counts(long rows, Map<String, Long> byMove) {}

    private Map<String, Counts> foreign(Node shard) throws SQLException {
        Map<String, Counts> tables = new TreeMap<>();
        try (Connection connection = connect(shard, "plat_owner", "postgres.owner.password")) {
            for (String table : tablesWithBucket(connection)) {
                tables.put(table, counts(connection, table));
            }
        }
        return tables;
    }

    private static Counts counts(Connection connection, String table) throws SQLException {
        String sql =
                """
                SELECT b.state IN ('owned', 'frozen'), coalesce(b.move::text, ''), sum(t.n)
                  FROM (SELECT bucket, count(*) AS n FROM %s GROUP BY bucket) t
                  LEFT JOIN plat.plat_bucket b ON b.bucket = t.bucket GROUP BY 1, 2\
                """
                        .formatted(table);
        long all = 0;
        Map<String, Long> byMove = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                all += rows.getLong(3);
                if (!rows.getBoolean(1)) {
                    byMove.merge(rows.getString(2), rows.getLong(3), Long::sum);
                }
            }
        }
        return new Counts(all, byMove);
    }

    private Set<String> unfinishedMoves(List<Node> shards) throws SQLException {
        Set<String> moves = new TreeSet<>();
        String sql = "SELECT move::text FROM plat.plat_move WHERE step NOT IN ('done', 'undone')";
        for (Node shard : shards) {
            try (Connection connection = connect(shard, "plat_owner", "postgres.owner.password");
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    moves.add(rows.getString(1));
                }
            }
        }
        return moves;
    }

    @Override
    public void close() {
        topology.close();
    }

    private static List<String> tablesWithBucket(Connection connection) throws SQLException {
        String sql =
                """
                SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c
                JOIN pg_namespace n ON n.oid = c.relnamespace
                JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'bucket'
                WHERE c.relkind IN ('r', 'p') AND c.relrowsecurity ORDER BY 1\
                """;
        List<String> tables = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                tables.add(rows.getString(1));
            }
        }
        return tables;
    }

    private Connection connect(Node shard, String user, String secret) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", run.secret(secret));
        properties.setProperty("connectTimeout", "3");
        properties.setProperty("socketTimeout", "60");
        return DriverManager.getConnection("jdbc:postgresql://" + shard.address(), properties);
    }

    /**
     * What a count over one table of one shard found.
     *
     * @param kept rows of a move that has not ended: for the way back, or on their way
     */
    public record Strays(
            String tier, String shard, String table, long rows, long kept, long strays) {}
}
