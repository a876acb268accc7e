package dev.plat.ops.bench.budget;

import dev.plat.router.core.Router;
import dev.plat.schemas.Bucket;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.random.RandomGenerator;

/** Four reads of one row to one write of one row. */
final class Requests {

    private static final int READ_PERCENT = 80;
    private static final String READ = "SELECT times FROM bench_item WHERE bucket = ? AND id = ?";
    private static final String WRITE =
            "UPDATE bench_item SET times = times + 1 WHERE bucket = ? AND id = ?";

    private final Router router;
    private final int rows;

    Requests(Router router, int rows) {
        this.router = router;
        this.rows = rows;
    }

    void one(Bucket bucket, RandomGenerator random) {
        int row = random.nextInt(rows);
        if (random.nextInt(100) < READ_PERCENT) {
            read(bucket, row);
        } else {
            write(bucket, row);
        }
    }

    private long read(Bucket bucket, int row) {
        return router.read(
                bucket,
                tx -> {
                    try (PreparedStatement select = tx.connection().prepareStatement(READ)) {
                        bind(select, bucket, row);
                        try (ResultSet found = select.executeQuery()) {
                            found.next();
                            return found.getLong(1);
                        }
                    }
                });
    }

    private int write(Bucket bucket, int row) {
        return router.write(
                bucket,
                tx -> {
                    try (PreparedStatement update = tx.connection().prepareStatement(WRITE)) {
                        bind(update, bucket, row);
                        return update.executeUpdate();
                    }
                });
    }

    private static void bind(PreparedStatement statement, Bucket bucket, int row)
            throws SQLException {
        statement.setShort(1, (short) bucket.number());
        statement.setLong(2, row);
    }
}
