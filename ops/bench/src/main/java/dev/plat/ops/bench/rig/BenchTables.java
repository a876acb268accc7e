package dev.plat.ops.bench.rig;

import dev.plat.router.core.Node;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The tables that are measured, protected as every table of a tier is. Those who compare themselves
 * with the router come as the tables' owner, whom row security does not bind: what it costs is part
 * of the router's price.
 */
public final class BenchTables {

    private static final List<String> CREATE =
            List.of(
                    """
                    CREATE TABLE bench_item (
                      bucket smallint NOT NULL,
                      id     bigint   NOT NULL,
                      value  text     NOT NULL,
                      times  bigint   NOT NULL,
                      PRIMARY KEY (bucket, id)
                    ) WITH (fillfactor = 50)\
                    """,
                    """
                    CREATE TABLE bench_entry (
                      bucket smallint NOT NULL,
                      id     bigint   NOT NULL,
                      value  text     NOT NULL,
                      PRIMARY KEY (bucket, id)
                    )\
                    """,
                    "SELECT plat.protect('bench_item')",
                    "SELECT plat.protect('bench_entry')");
    private static final String FILL =
            """
            INSERT INTO bench_item (bucket, id, value, times)
            SELECT b, i, md5(i::text), 0 FROM unnest(?) AS b, generate_series(0, ? - 1) AS i\
            """;

    private BenchTables() {}

    /**
     * Makes and fills them on every shard.
     *
     * @param buckets 0 to this have rows
     * @param rows of each bucket, with ids from 0
     */
    public static void create(List<Node> nodes, int buckets, int rows) throws SQLException {
        for (int shard = 0; shard < nodes.size(); shard++) {
            int number = shard;
            Short[] own =
                    IntStream.range(0, buckets)
                            .filter(bucket -> bucket % nodes.size() == number)
                            .mapToObj(bucket -> (short) bucket)
                            .toArray(Short[]::new);
            try (Connection connection = owner(nodes.get(shard))) {
                create(connection, own, rows);
            }
        }
    }

    private static void create(Connection connection, Short[] buckets, int rows)
            throws SQLException {
        try (Statement statement = connection.createStatement();
                PreparedStatement fill = connection.prepareStatement(FILL)) {
            for (String each : CREATE) {
                statement.execute(each);
            }
            fill.setArray(1, connection.createArrayOf("int2", buckets));
            fill.setInt(2, rows);
            fill.executeUpdate();
            statement.execute("VACUUM ANALYZE bench_item");
        }
    }

    private static Connection owner(Node node) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://" + node.address(), Cluster.OWNER, Cluster.PASSWORDS.owner());
    }
}
