package dev.plat.ops.chaos.schema;

import dev.plat.router.core.Node;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** What stands in a change's way on one shard, until it is closed. */
public final class Obstacle implements AutoCloseable {

    /** Kinds of it. */
    public enum Kind {
        /** Somebody has made a table by hand that the change makes, too. */
        TABLE,
        /** A transaction that does not end holds a table that the change alters. */
        LOCK
    }

    private final Kind kind;
    private final Connection connection;

    private Obstacle(Kind kind, Connection connection) {
        this.kind = kind;
        this.connection = connection;
    }

    static Obstacle plant(Kind kind, ManyShards shards, Node where) throws SQLException {
        Connection connection = shards.connect(where);
        connection.setAutoCommit(kind != Kind.LOCK);
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    switch (kind) {
                        case TABLE -> "CREATE TABLE rehearsal ()";
                        case LOCK -> "LOCK TABLE idempotency IN ACCESS SHARE MODE";
                    });
        }
        return new Obstacle(kind, connection);
    }

    @Override
    public void close() throws SQLException {
        try (connection;
                Statement statement = connection.createStatement()) {
            switch (kind) {
                case TABLE -> statement.execute("DROP TABLE rehearsal");
                case LOCK -> connection.rollback();
            }
        }
    }
}
