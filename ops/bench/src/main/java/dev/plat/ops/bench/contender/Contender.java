package dev.plat.ops.bench.contender;

import dev.plat.schemas.Bucket;
import java.sql.SQLException;

/**
 * One way to reach the right shard.
 *
 * <p>Threads: safe.
 */
public interface Contender extends AutoCloseable {

    /** Runs one transaction and returns something of what it brought. */
    long run(Operation operation, Bucket bucket, long id) throws SQLException;

    @Override
    void close();
}
