package dev.plat.ops.bench.budget;

import dev.plat.ops.bench.rig.Cluster;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * How many client backends the servers have, by their own word, this one's not counted.
 *
 * <p>Threads: for one.
 */
final class Backends implements AutoCloseable {

    private static final String COUNT =
            """
            SELECT count(*) FROM pg_stat_activity
             WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()\
            """;

    private final List<Connection> lines = new ArrayList<>();
    private final List<Sample> samples = new ArrayList<>();

    /** One look; {@code atMillis} since 1970. */
    record Sample(long atMillis, int backends) {}

    static Backends of(Cluster cluster) throws SQLException {
        Backends backends = new Backends();
        for (int server = 0; server < cluster.servers(); server++) {
            backends.lines.add(cluster.superuser(server));
        }
        return backends;
    }

    int look() throws SQLException {
        int sum = 0;
        for (Connection line : lines) {
            try (PreparedStatement count = line.prepareStatement(COUNT);
                    ResultSet row = count.executeQuery()) {
                row.next();
                sum += row.getInt(1);
            }
        }
        samples.add(new Sample(System.currentTimeMillis(), sum));
        return sum;
    }

    List<Sample> samples() {
        return samples;
    }

    int most() {
        return samples.stream().mapToInt(Sample::backends).max().orElse(0);
    }

    @Override
    public void close() throws SQLException {
        for (Connection line : lines) {
            line.close();
        }
    }
}
