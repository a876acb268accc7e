package dev.plat.router.controller.planning;

import dev.plat.router.core.BucketMap;
import dev.plat.router.core.Node;
import dev.plat.router.core.Ownership;
import dev.plat.router.core.plan.BucketLoad;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import dev.plat.schemas.Tier;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks every shard of a tier which buckets it owns and about how large they are. Small tables are
 * counted, of large ones pages are sampled; a table that takes too long is left out. It reads as
 * {@code plat_scan}, which sees the rows of owned buckets and changes nothing.
 *
 * <p>Threads: safe, blocking.
 */
public final class Surveyor {

    private static final Logger LOG = LoggerFactory.getLogger(Surveyor.class);

    /** About so many rows of a table are looked at. */
    private static final long ROWS_MOST = 200_000;

    private static final String TIMEOUT = "5s";

    /**
     * What a bucket weighs besides its rows. New customers are dealt out over all buckets, so an
     * empty bucket is room that will be filled; without this a young tier would be balanced by the
     * few buckets that have anything in them.
     */
    static final long EMPTY_BYTES = 1 << 20;

    private final String scanPassword;

    public Surveyor(String scanPassword) {
        this.scanPassword = scanPassword;
    }

    /**
     * Asks them all.
     *
     * @throws PlatException {@code try-again}, naming the first shard that does not answer: a plan
     *     without it would be one of a tier that does not exist
     */
    public Survey survey(Tier tier, List<Node> shards) {
        Map<Bucket, Ownership> owners = new HashMap<>();
        Map<Bucket, Long> bytes = new HashMap<>();
        for (Node shard : shards) {
            try (Connection connection = connect(shard)) {
                owned(connection, shard, owners);
                for (String table : tables(connection)) {
                    measure(connection, table, bytes);
                }
            } catch (SQLException e) {
                throw new PlatException(
                                ErrorCode.TRY_AGAIN,
                                "A shard does not answer, so nothing can be planned.",
                                "shard",
                                shard.name(),
                                "found",
                                String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
                                "expected",
                                "every shard of the tier up: see plat shard list")
                        .causedBy(e);
            }
        }
        Map<Bucket, BucketLoad> loads = new HashMap<>();
        owners.keySet()
                .forEach(bucket ->
                        loads.put(
                                bucket,
                                new BucketLoad(
                                        EMPTY_BYTES + bytes.getOrDefault(bucket, 0L), 0, 0)));
        return new Survey(BucketMap.of(tier, owners), loads, bytes);
    }

    private static void owned(Connection connection, Node shard, Map<Bucket, Ownership> owners)
            throws SQLException {
        String sql =
                """
                SELECT bucket, epoch FROM plat.plat_bucket WHERE state IN ('owned', 'frozen')\
                """;
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                Ownership mine = new Ownership(rows.getLong(2), List.of(shard.name()));
                owners.merge(
                        new Bucket(rows.getInt(1)),
                        mine,
                        (one, other) -> one.epoch() > other.epoch() ? one : other);
            }
        }
    }

    private static List<String> tables(Connection connection) throws SQLException {
        String sql =
                """
                SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c
                  JOIN pg_namespace n ON n.oid = c.relnamespace
                  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'bucket'
                 WHERE c.relkind = 'r' AND c.relrowsecurity ORDER BY 1\
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

    /** Spreads the table's size, indexes and all, over the buckets of the rows that were seen. */
    private static void measure(Connection connection, String table, Map<Bucket, Long> bytes) {
        try {
            long size;
            double percent;
            try (PreparedStatement select =
                    connection.prepareStatement(
                            "SELECT pg_total_relation_size(c.oid), c.reltuples FROM pg_class c"
                                    + " WHERE c.oid = ?::regclass")) {
                select.setString(1, table);
                try (ResultSet row = select.executeQuery()) {
                    row.next();
                    size = row.getLong(1);
                    percent = Math.min(100, 100.0 * ROWS_MOST / Math.max(1, row.getDouble(2)));
                }
            }
            Map<Bucket, Long> seen = seen(connection, table, percent);
            long all = seen.values().stream().mapToLong(Long::longValue).sum();
            seen.forEach((bucket, rows) ->
                    bytes.merge(bucket, (long) ((double) size * rows / all), Long::sum));
        } catch (SQLException e) {
            LOG.info("table={} is left out of the survey: {}", table, e.getMessage());
        }
    }

    private static Map<Bucket, Long> seen(Connection connection, String table, double percent)
            throws SQLException {
        String sample = percent >= 100 ? "" : " TABLESAMPLE SYSTEM (" + percent + ")";
        String sql = "SELECT bucket, count(*) FROM " + table + sample + " GROUP BY bucket";
        Map<Bucket, Long> seen = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                seen.put(new Bucket(rows.getInt(1)), rows.getLong(2));
            }
        }
        return seen;
    }

    private Connection connect(Node shard) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", "plat_scan");
        properties.setProperty("password", scanPassword);
        properties.setProperty("ApplicationName", "plat survey");
        properties.setProperty("connectTimeout", "3");
        properties.setProperty("socketTimeout", "30");
        properties.setProperty(
                "options",
                "-c statement_timeout=" + TIMEOUT + " -c default_transaction_read_only=on");
        return DriverManager.getConnection("jdbc:postgresql://" + shard.address(), properties);
    }
}
