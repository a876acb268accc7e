package dev.plat.router.postgres;

import dev.plat.router.core.Deadline;
import dev.plat.router.core.Node;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What became of a transaction whose COMMIT was sent and not answered. The server knows it by its
 * id; but after a crash it gives ids again that never reached its disk, so a "committed" counts
 * only within one life of the server. A "no" always counts: what was committed is on its disk, and
 * its id is not given again.
 */
final class CommitFate {

    /** The answer. */
    enum Fate {
        COMMITTED,
        ROLLED_BACK,
        UNKNOWN
    }

    private static final Logger LOG = LoggerFactory.getLogger(CommitFate.class);
    private static final String ID_IN_THE_FUTURE = "22023";
    private static final Duration ASK_AT_LEAST = Duration.ofSeconds(2);
    private static final Duration PAUSE_MAX = Duration.ofMillis(250);

    private final Shards shards;

    CommitFate(Shards shards) {
        this.shards = shards;
    }

    /** Asks until the deadline, and for two seconds at least. */
    Fate of(Node shard, String xid, String life, Deadline deadline) {
        Deadline end =
                deadline.left().compareTo(ASK_AT_LEAST) < 0 ? Deadline.in(ASK_AT_LEAST) : deadline;
        for (int tries = 0; !end.passed(); tries++) {
            try {
                Answer answer = shards.ask(shard, end, connection -> ask(connection, xid));
                switch (answer.status) {
                    case "committed" -> {
                        return answer.life.equals(life) ? Fate.COMMITTED : Fate.UNKNOWN;
                    }
                    case "aborted" -> {
                        return Fate.ROLLED_BACK;
                    }
                    default -> Pause.growing(Duration.ofMillis(2), tries, PAUSE_MAX, end);
                }
            } catch (SQLException e) {
                if (ID_IN_THE_FUTURE.equals(e.getSQLState())) {
                    return Fate.ROLLED_BACK;
                }
                LOG.debug("{} does not say what became of {}", shard.name(), xid, e);
                shards.pools().dropIdle(shard);
                Pause.growing(Duration.ofMillis(2), tries, PAUSE_MAX, end);
            }
        }
        return Fate.UNKNOWN;
    }

    private static Answer ask(Connection connection, String xid) throws SQLException {
        String sql = "SELECT coalesce(pg_catalog.pg_xact_status(?::text::xid8), 'forgotten')";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, xid);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new Answer(row.getString(1), lifeOf(connection));
            }
        }
    }

    /** In which life of the server the connection was opened. */
    static String lifeOf(Connection connection) throws SQLException {
        return connection.unwrap(ShardDataSource.Physical.class).life();
    }

    private record Answer(String status, String life) {}
}
