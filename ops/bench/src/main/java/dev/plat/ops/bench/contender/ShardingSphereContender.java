package dev.plat.ops.bench.contender;

import com.zaxxer.hikari.HikariDataSource;
import dev.plat.router.core.Node;
import dev.plat.schemas.Bucket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.apache.shardingsphere.driver.api.yaml.YamlShardingSphereDataSourceFactory;

/**
 * ShardingSphere-JDBC over the same pools: it parses the statement, finds the shard by the bucket
 * in it, and sends it on. Local transactions, no registry.
 */
final class ShardingSphereContender implements Contender {

    private final List<HikariDataSource> pools;
    private final DataSource whole;

    private ShardingSphereContender(List<HikariDataSource> pools, DataSource whole) {
        this.pools = pools;
        this.whole = whole;
    }

    static ShardingSphereContender open(List<Node> nodes, String applicationName)
            throws SQLException {
        List<HikariDataSource> pools =
                nodes.stream().map(node -> Pool.open(node, applicationName)).toList();
        Map<String, DataSource> named = new HashMap<>();
        for (int i = 0; i < pools.size(); i++) {
            named.put(ByBucket.SHARD + i, pools.get(i));
        }
        String rules = rules(pools.size());
        try {
            return new ShardingSphereContender(
                    pools,
                    YamlShardingSphereDataSourceFactory.createDataSource(
                            named, rules.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new SQLException("ShardingSphere does not take its rules", e);
        }
    }

    @Override
    public long run(Operation operation, Bucket bucket, long id) throws SQLException {
        try (Connection connection = whole.getConnection()) {
            connection.setAutoCommit(false);
            long value = Transactions.run(connection, operation, bucket.number(), id);
            connection.commit();
            return value;
        }
    }

    @Override
    public void close() {
        if (whole instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception e) {
                throw new IllegalStateException("ShardingSphere does not close", e);
            }
        }
        pools.forEach(HikariDataSource::close);
    }

    /** Literal node names do not start Groovy. */
    private static String rules(int shards) {
        return """
        databaseName: building
        mode:
          type: Standalone
        rules:
        - !SHARDING
          tables:
            bench_item:
              actualDataNodes: <LITERAL>%1$s
            bench_entry:
              actualDataNodes: <LITERAL>%2$s
          defaultDatabaseStrategy:
            standard:
              shardingColumn: bucket
              shardingAlgorithmName: by_bucket
          shardingAlgorithms:
            by_bucket:
              type: CLASS_BASED
              props:
                strategy: STANDARD
                algorithmClassName: %3$s
        props:
          sql-show: false
        """
                .formatted(
                        everywhere("bench_item", shards),
                        everywhere("bench_entry", shards),
                        ByBucket.class.getName());
    }

    private static String everywhere(String table, int shards) {
        return String.join(
                ",",
                IntStream.range(0, shards)
                        .mapToObj(shard -> ByBucket.SHARD + shard + "." + table)
                        .toList());
    }
}
