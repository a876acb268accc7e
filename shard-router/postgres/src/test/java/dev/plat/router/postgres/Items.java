package dev.plat.router.postgres;

import static dev.plat.router.postgres.TestShards.asSuperuser;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.router.core.MemoryTopology;
import dev.plat.router.core.Node;
import dev.plat.router.core.Router;
import dev.plat.router.core.Tx;
import dev.plat.router.testkit.PostgresServer;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import dev.plat.schemas.Tier;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** What the tests of this package do to the table {@code item}, and to who owns it. */
final class Items {

    private static final int SOCKETS = 2;

    private Items() {}

    /** Lets threads end before their executor waits for them, also when the test has failed. */
    @FunctionalInterface
    interface Ending extends AutoCloseable {
        @Override
        void close();
    }

    static int insert(Tx tx, String name, int value) throws SQLException {
        return insert(tx, tx.bucket(), name, value);
    }

    /** Where it may not be. */
    static int insert(Tx tx, Bucket bucket, String name, int value) throws SQLException {
        try (PreparedStatement insert = prepare(tx, "INSERT INTO item VALUES (?, ?, ?)")) {
            insert.setShort(1, (short) bucket.number());
            insert.setString(2, name);
            insert.setInt(3, value);
            return insert.executeUpdate();
        }
    }

    static int bump(Tx tx, String name) throws SQLException {
        try (PreparedStatement update =
                prepare(tx, "UPDATE item SET value = value + 1 WHERE bucket = ? AND name = ?")) {
            update.setShort(1, (short) tx.bucket().number());
            update.setString(2, name);
            return update.executeUpdate();
        }
    }

    static int value(Tx tx, String name) throws SQLException {
        try (PreparedStatement select = prepare(tx, "SELECT value FROM item WHERE name = ?")) {
            select.setString(1, name);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getInt(1) : -1;
            }
        }
    }

    static PreparedStatement prepare(Tx tx, String sql) throws SQLException {
        return tx.connection().prepareStatement(sql);
    }

    static String count(PostgresServer server, Bucket bucket) {
        return asSuperuser(server, "SELECT count(*) FROM item WHERE bucket = " + bucket.number());
    }

    /** A row put there by somebody else. */
    static void put(
            TestShards shards, PostgresServer server, Bucket bucket, String name, int value) {
        shards.asOwner(
                server,
                "INSERT INTO item VALUES (" + bucket.number() + ", '" + name + "', " + value + ")");
    }

    /** What a mover does to the two rows of a bucket, in its order. */
    static void move(
            TestShards shards, Bucket bucket, long before, int source, int target, long after) {
        shards.state(shards.server(target), bucket, "importing", before, TestShards.name(source));
        shards.state(shards.server(source), bucket, "moved", after, TestShards.name(target));
        shards.state(shards.server(target), bucket, "owned", after, "");
    }

    /**
     * To the first shard through the proxy; the others stay as they are. With one connection to
     * each: where trips are counted, a pool that just opens another one must not add its own.
     */
    static Router through(CuttingProxy proxy, TestShards shards, PostgresSettings settings) {
        return through(proxy, shards, shards.topology(), settings);
    }

    static Router through(
            CuttingProxy proxy,
            TestShards shards,
            MemoryTopology topology,
            PostgresSettings settings) {
        Node first = shards.nodes().getFirst();
        Node detour =
                new Node(
                        first.tier(),
                        first.name(),
                        first.zone(),
                        first.weight(),
                        first.state(),
                        "127.0.0.1:" + proxy.port() + "/" + shards.server(0).database());
        return PostgresRouter.open(
                Tier.BUILDING, topology.put(detour), settings.withSocketsMax(SOCKETS));
    }

    static void assertCode(Throwable e, ErrorCode code) {
        assertThat(e).isInstanceOf(PlatException.class);
        assertThat(((PlatException) e).code()).isEqualTo(code);
    }
}
