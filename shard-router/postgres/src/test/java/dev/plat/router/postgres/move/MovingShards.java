package dev.plat.router.postgres.move;

import dev.plat.router.core.BucketMap;
import dev.plat.router.core.ControlPoints;
import dev.plat.router.core.MemoryTopology;
import dev.plat.router.core.Node;
import dev.plat.router.core.Ownership;
import dev.plat.router.core.move.DriverSettings;
import dev.plat.router.core.move.Move;
import dev.plat.router.core.move.Move.Step;
import dev.plat.router.core.move.MoveDriver;
import dev.plat.router.core.move.MoveRecord;
import dev.plat.router.core.move.MoveWorld;
import dev.plat.router.core.move.Pace;
import dev.plat.router.core.move.Side;
import dev.plat.router.postgres.PostgresRouter;
import dev.plat.router.postgres.PostgresSettings;
import dev.plat.router.postgres.RolePasswords;
import dev.plat.router.postgres.ShardSetup;
import dev.plat.router.testkit.PostgresServer;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Waits;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.Tier;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A tier of two shards: the first owns every bucket, the second is new. */
final class MovingShards {

    static final String CLUSTER = "0d3f2c62-6a43-4d2b-9f9e-3f7f6d0c1e55";
    private static final RolePasswords PASSWORDS =
            new RolePasswords("owner-pw", "app-pw", "scan-pw", "mover'pw", "copy'pw\\");
    static final Duration LONG = Duration.ofMinutes(2);

    private final Tier tier;
    private final List<PostgresServer> servers;
    private final List<Node> nodes = new ArrayList<>();
    private final MemoryTopology topology = new MemoryTopology(CLUSTER);
    private Mover mover;

    private MovingShards(Tier tier, List<PostgresServer> servers, String database) {
        this.tier = tier;
        this.servers = servers;
        BucketMap placement = BucketMap.empty(tier);
        for (int i = 0; i < Bucket.COUNT; i++) {
            placement = placement.with(new Bucket(i), new Ownership(1, List.of(name(0))));
        }
        for (int i = 0; i < servers.size(); i++) {
            String in = servers.get(0) == servers.get(1) ? database + "_" + i : database;
            servers.get(i).createDatabase(in);
            nodes.add(
                    new Node(
                            tier,
                            name(i),
                            "zone-" + i,
                            100,
                            Node.State.ACTIVE,
                            servers.get(i).address(in)));
        }
        PostgresServer any = servers.getFirst();
        new ShardSetup(any.superuser(), any.superuserPassword(), PASSWORDS)
                .install(CLUSTER, nodes, placement);
        for (Side side : Side.values()) {
            Rows.install(this, side);
        }
        nodes.forEach(topology::put);
        topology.put(placement);
        mover = newMover(ControlPoints.NONE);
    }

    static MovingShards install(PostgresServers servers, Tier tier, String database) {
        return new MovingShards(tier, servers.all().subList(0, 2), database);
    }

    /** Both shards on the first server. */
    static MovingShards onOneServer(PostgresServers servers, Tier tier, String database) {
        return new MovingShards(tier, List.of(servers.first(), servers.first()), database);
    }

    private String name(int index) {
        return tier.text() + "-" + (index + 1);
    }

    Tier tier() {
        return tier;
    }

    MemoryTopology topology() {
        return topology;
    }

    PostgresServer server(Side side) {
        return servers.get(side == Side.SOURCE ? 0 : 1);
    }

    /** One that leads; what it does elsewhere is refused from now on. */
    Mover newMover(ControlPoints points) {
        return newMover(
                MoverSettings.of(PASSWORDS.mover(), PASSWORDS.copy()).withPatience(3), points);
    }

    Mover newMover(MoverSettings settings, ControlPoints points) {
        Mover made = new Mover(settings, topology, topology::learn, points);
        made.lead(tier);
        return made;
    }

    RolePasswords passwords() {
        return PASSWORDS;
    }

    /** After another mover has led. */
    void leadAgain() {
        mover = newMover(ControlPoints.NONE);
    }

    Mover mover() {
        return mover;
    }

    PostgresRouter router() {
        return PostgresRouter.open(
                tier,
                topology,
                PostgresSettings.of("test", PASSWORDS.app(), PASSWORDS.scan())
                        .withPatience(Waits.scaled(Duration.ofSeconds(30))));
    }

    Move move(Duration soak, int... buckets) {
        return new Move(
                UUID.randomUUID(),
                tier,
                name(0),
                name(1),
                IntStream.of(buckets).mapToObj(Bucket::new).toList(),
                soak,
                0,
                "");
    }

    /**
     * The session that may step; the one before is closed, and at the server its process may still
     * be on its way out.
     */
    private static Mover.Session opened(Mover with, Move move) {
        AtomicReference<Mover.@Nullable Session> opened = new AtomicReference<>();
        Waits.until(
                "the session before has ended",
                () -> {
                    opened.set(with.open(move).orElse(null));
                    return opened.get() != null;
                });
        return Objects.requireNonNull(opened.get());
    }

    /** Writes it down and drives it until it ends or soaks. */
    MoveRecord drive(Mover with, Move move, ControlPoints points) {
        with.create(move);
        try (Mover.Session session = opened(with, move)) {
            return new MoveDriver(
                            session.world(), points, Pace.REAL, DriverSettings.defaults(), _ -> {})
                    .run();
        }
    }

    MoveRecord drive(Move move) {
        return drive(mover, move, ControlPoints.NONE);
    }

    /** A move whose target rows are marked, by hand. */
    Mover.Session marked(Move move) {
        mover.create(move);
        Mover.Session session = opened(mover, move);
        MoveWorld world = session.world();
        if (!world.advance(Step.PLANNED, Step.CHECKED)
                || !world.markImporting()
                || !world.advance(Step.CHECKED, Step.MARKED)) {
            throw new IllegalStateException("could not mark " + move);
        }
        return session;
    }

    /** A move that is copied and has its way back, by hand. */
    Mover.Session linked(Move move) {
        Mover.Session session = marked(move);
        session.world().linkForward();
        Waits.until(LONG, "the copy ends", () -> session.world().lag(Side.SOURCE).copied());
        session.world().linkBack();
        return session;
    }

    Connection superuser(Side side) throws SQLException {
        PostgresServer server = server(side);
        return server.connect(
                address(side).split("/", 2)[1], server.superuser(), server.superuserPassword());
    }

    String address(Side side) {
        return nodes.get(side == Side.SOURCE ? 0 : 1).address();
    }

    void run(Side side, String... statements) {
        try (Connection connection = superuser(side);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(String.join("; ", statements), e);
        }
    }

    String one(Side side, String sql) {
        try (Connection connection = superuser(side);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? String.valueOf(row.getString(1)) : "nothing";
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** The first column to the second. */
    Map<String, Integer> values(Side side, String sql) {
        Map<String, Integer> values = new TreeMap<>();
        try (Connection connection = superuser(side);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                values.put(rows.getString(1), rows.getInt(2));
            }
            return values;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** Table to number of rows of a bucket, empty tables left out. */
    Map<String, Integer> rows(Side side, int bucket) {
        Map<String, Integer> counts = new TreeMap<>();
        try (Connection connection = superuser(side);
                Statement statement = connection.createStatement()) {
            for (CarriedTable table : CarriedTable.all(connection)) {
                try (ResultSet row =
                        statement.executeQuery(
                                "SELECT count(*) FROM "
                                        + table.name()
                                        + " WHERE bucket = "
                                        + bucket)) {
                    row.next();
                    if (row.getInt(1) > 0) {
                        counts.put(table.name(), row.getInt(1));
                    }
                }
            }
            return counts;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Slots, publications, subscriptions and ledger lines of one side, one to a line. */
    String objects(Side side) {
        return one(
                side,
                """
                SELECT coalesce(string_agg(o, E'\\n' ORDER BY o), '') FROM (
                  SELECT 'publication ' || pubname FROM pg_publication
                  UNION ALL SELECT 'slot ' || slot_name FROM pg_replication_slots
                             WHERE database = current_database()
                  UNION ALL SELECT 'subscription ' || subname FROM pg_subscription
                             WHERE subdbid = (SELECT oid FROM pg_database
                                               WHERE datname = current_database())
                  UNION ALL SELECT 'ledger ' || kind || ' ' || name FROM plat.plat_object
                  UNION ALL SELECT 'marker ' || move FROM plat.plat_marker) t(o)\
                """);
    }

    String state(Side side, int bucket) {
        return one(
                side,
                "SELECT state || ' ' || epoch FROM plat.plat_bucket WHERE bucket = " + bucket);
    }
}
