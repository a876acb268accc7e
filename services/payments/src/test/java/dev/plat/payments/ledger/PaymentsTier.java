package dev.plat.payments.ledger;

import dev.plat.payments.ledger.verify.SqlBooks;
import dev.plat.payments.ledger.verify.Verdict;
import dev.plat.payments.ledger.verify.Verifier;
import dev.plat.router.core.BucketMap;
import dev.plat.router.core.MemoryTopology;
import dev.plat.router.core.Node;
import dev.plat.router.postgres.PostgresRouter;
import dev.plat.router.postgres.PostgresSettings;
import dev.plat.router.postgres.RolePasswords;
import dev.plat.router.postgres.ShardSetup;
import dev.plat.router.testkit.PostgresServer;
import dev.plat.router.testkit.Waits;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.Tier;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** The payments tier as one shard on a server of a test class. */
public final class PaymentsTier {

    private static final String CLUSTER = "6a5a1f0a-50f1-4b64-8d3c-5f0c3f0f7b11";
    private static final RolePasswords PASSWORDS =
            new RolePasswords("owner-pw", "app-pw", "scan-pw", "mover-pw", "copy-pw");

    private final PostgresServer server;
    private final MemoryTopology topology;

    /** Makes the class's database into the shard, or leaves it as it is. */
    public PaymentsTier(PostgresServer server) {
        this.server = server;
        Node node = node(server.address());
        new ShardSetup(server.superuser(), server.superuserPassword(), PASSWORDS)
                .install(CLUSTER, List.of(node), placement(node));
        topology = topologyOf(server.address());
    }

    /** A registry that knows a shard which was installed. */
    public static MemoryTopology topologyOf(String address) {
        MemoryTopology topology = new MemoryTopology(CLUSTER);
        Node node = node(address);
        topology.put(node);
        topology.put(placement(node));
        return topology;
    }

    private static Node node(String address) {
        return new Node(Tier.PAYMENTS, "payments-1", "zone-a", 100, Node.State.ACTIVE, address);
    }

    private static BucketMap placement(Node node) {
        return BucketMap.firstPlacement(Tier.PAYMENTS, List.of(node.name()));
    }

    /** As another process would say where it is. */
    public String address() {
        return server.address();
    }

    /** A registry that knows it. */
    public MemoryTopology topology() {
        return topology;
    }

    public PostgresRouter router() {
        return router(topology);
    }

    public static PostgresRouter router(MemoryTopology topology) {
        return PostgresRouter.open(
                Tier.PAYMENTS,
                topology,
                PostgresSettings.of("test", PASSWORDS.app(), PASSWORDS.scan())
                        .withPatience(Waits.scaled(Duration.ofSeconds(30))));
    }

    public Connection owner() throws SQLException {
        return server.connect(server.database(), "plat_owner", PASSWORDS.owner());
    }

    public Connection app() throws SQLException {
        return server.connect(server.database(), "plat_app", PASSWORDS.app());
    }

    /**
     * As somebody who got hold of the machine: no trigger, no row security, no rights asked for.
     */
    Connection intruder() throws SQLException {
        Connection connection = server.connectAsSuperuser();
        connection.createStatement().execute("SET session_replication_role = replica");
        return connection;
    }

    public Verdict verify(Bucket bucket) throws SQLException {
        try (Connection connection = owner();
                SqlBooks books = new SqlBooks(connection, bucket.number(), bucket.number())) {
            return new Verifier(List.of(), _ -> {}).verify(books);
        }
    }
}
