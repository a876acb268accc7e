package dev.plat.ops.bench.contender;

import com.zaxxer.hikari.HikariDataSource;
import dev.plat.router.core.Node;
import dev.plat.schemas.Bucket;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** A pool for each shard and a division: as little as a caller can do who never moves anything. */
final class RawContender implements Contender {

    private final HikariDataSource[] pools;

    RawContender(List<Node> nodes, String applicationName) {
        this.pools =
                nodes.stream()
                        .map(node -> Pool.open(node, applicationName))
                        .toArray(HikariDataSource[]::new);
    }

    @Override
    public long run(Operation operation, Bucket bucket, long id) throws SQLException {
        int number = bucket.number();
        try (Connection connection = pools[number % pools.length].getConnection()) {
            long value = Transactions.run(connection, operation, number, id);
            connection.commit();
            return value;
        }
    }

    @Override
    public void close() {
        for (HikariDataSource pool : pools) {
            pool.close();
        }
    }
}
