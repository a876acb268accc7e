package dev.plat.ops.cli;

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
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * The tiers as the registry has them, and what lies on their shards, read as roles that change
 * nothing.
 */
final class Tiers implements AutoCloseable {

    private static final String REGISTRY_ROOT = "/plat";

    private final RunFile run;
    private final Topology topology;

    Tiers(RunFile run) {
        this.run = run;
        this.topology =
                ZooKeeperTopology.open(
                        new RegistrySettings(
                                "127.0.0.1:" + run.port("zookeeper", "client"),
                                REGISTRY_ROOT,
                                run.data().resolve("cli"),
                                EnumSet.allOf(Tier.class)));
    }

    Topology topology() {
        return topology;
    }

    /** How many buckets the map gives each node, as first owner or copy. */
    Map<String, Integer> buckets(Tier tier) {
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
    long ownedRows(Node shard, String table) throws SQLException {
        try (Connection connection = connect(shard, "plat_scan", "postgres.scan.password");
                PreparedStatement count =
                        connection.prepareStatement("SELECT count(*) FROM " + table);
                ResultSet row = count.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    /** For each table: rows in all, and rows whose bucket the shard does not own. */
    List<Strays> strays(Node shard) throws SQLException {
        List<Strays> found = new ArrayList<>();
        try (Connection connection = connect(shard, "plat_owner", "postgres.owner.password")) {
            for (String table : tablesWithBucket(connection)) {
                String sql =
                        """
                        SELECT count(*), count(*) FILTER (WHERE NOT EXISTS (
                          SELECT FROM plat.plat_bucket b WHERE b.bucket = t.bucket AND b.state IN ('owned', 'frozen')))
                        FROM %s t\
                        """
                                .formatted(table);
                try (Statement statement = connection.createStatement();
                        ResultSet row = statement.executeQuery(sql)) {
                    row.next();
                    found.add(
                            new Strays(
                                    shard.tier().text(),
                                    shard.name(),
                                    table,
                                    row.getLong(1),
                                    row.getLong(2)));
                }
            }
        }
        return found;
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

    /** What a count over one table of one shard found. */
    record Strays(String tier, String shard, String table, long rows, long strays) {}
}
