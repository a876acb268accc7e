package dev.plat.router.postgres;

import dev.plat.router.core.Committed;
import dev.plat.router.core.Deadline;
import dev.plat.router.core.Router;
import dev.plat.router.core.Topology;
import dev.plat.router.core.TxWork;
import dev.plat.router.core.WriteOptions;
import dev.plat.schemas.Key;
import dev.plat.schemas.Tier;
import java.security.SecureRandom;
import java.util.random.RandomGenerator;

/**
 * The router over PostgreSQL shards. Permits come before pools, the fence before the first
 * statement, the driver's own word before COMMIT.
 *
 * <p>Threads: safe.
 */
public final class PostgresRouter implements Router {

    private final PostgresSettings settings;
    private final Shards shards;
    private final OwnerSearch search;
    private final RandomGenerator marks = new SecureRandom();

    private PostgresRouter(PostgresSettings settings, Shards shards) {
        this.settings = settings;
        this.shards = shards;
        this.search = new OwnerSearch(shards);
    }

    /**
     * Opens nothing yet: connections are made when calls need them, so a process starts while its
     * shards are away.
     */
    public static PostgresRouter open(Tier tier, Topology topology, PostgresSettings settings) {
        return open(tier, topology, settings, new Admission(settings.socketsMax()));
    }

    static PostgresRouter open(
            Tier tier, Topology topology, PostgresSettings settings, Admission admission) {
        if (tier.kind() != Tier.Kind.DATABASE) {
            throw new IllegalArgumentException(tier.text() + " is no tier of databases");
        }
        Pools pools = new Pools(topology.cluster(), settings, admission.perShard());
        return new PostgresRouter(
                settings, new Shards(tier, topology, admission, pools, settings.points()));
    }

    @Override
    public <T> T write(Key key, TxWork<T> work) {
        return write(key, Deadline.in(settings.patience()), work);
    }

    @Override
    public <T> T write(Key key, Deadline deadline, TxWork<T> work) {
        return call(key, Fence.Kind.WRITE, deadline, work);
    }

    @Override
    public <T> Committed<T> write(Key key, WriteOptions options, TxWork<T> work) {
        Deadline asked = options.deadline();
        Deadline deadline = asked == null ? Deadline.in(settings.patience()) : asked;
        String once = options.idempotencyKey();
        TxWork<Committed<T>> whole =
                once == null
                        ? tx -> new Committed.Now<>(work.run(tx))
                        : new OnceWork<>(once, work, marks);
        return call(key, Fence.Kind.ofWrite(options.isolation()), deadline, whole);
    }

    @Override
    public <T> T read(Key key, TxWork<T> work) {
        return read(key, Deadline.in(settings.patience()), work);
    }

    @Override
    public <T> T read(Key key, Deadline deadline, TxWork<T> work) {
        return call(key, Fence.Kind.READ, deadline, work);
    }

    @Override
    public <T> Scatter<T> scatter(Deadline deadline, TxWork<T> work) {
        refuseInsideWork();
        return new Scatterer<>(shards, deadline, work).run();
    }

    @Override
    public void close() {
        shards.pools().close();
    }

    private <T> T call(Key key, Fence.Kind kind, Deadline deadline, TxWork<T> work) {
        refuseInsideWork();
        return new RoutedCall<>(shards, search, key.bucket(), kind, deadline, work).run();
    }

    private static void refuseInsideWork() {
        if (Attempt.IN_WORK.isBound()) {
            throw new IllegalStateException(
                    "a router call inside routed work waits for a second connection while holding"
                            + " one: make it before or after");
        }
    }
}
