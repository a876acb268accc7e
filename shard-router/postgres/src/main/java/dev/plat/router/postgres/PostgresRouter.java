package dev.plat.router.postgres;

import dev.plat.router.core.Deadline;
import dev.plat.router.core.Router;
import dev.plat.router.core.Topology;
import dev.plat.router.core.TxWork;
import dev.plat.schemas.Key;
import dev.plat.schemas.Tier;

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
    private final Scatterer scatterer;

    private PostgresRouter(PostgresSettings settings, Shards shards) {
        this.settings = settings;
        this.shards = shards;
        this.search = new OwnerSearch(shards);
        this.scatterer = new Scatterer(shards);
    }

    /**
     * Opens nothing yet: connections are made when calls need them, so a process starts while its
     * shards are away.
     */
    public static PostgresRouter open(Tier tier, Topology topology, PostgresSettings settings) {
        if (tier.kind() != Tier.Kind.DATABASE) {
            throw new IllegalArgumentException(tier.text() + " is no tier of databases");
        }
        Admission admission = new Admission(settings.socketsMax());
        Pools pools = new Pools(topology.cluster(), settings, admission.perShard());
        return new PostgresRouter(settings, new Shards(tier, topology, admission, pools));
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
        return scatterer.run(deadline, work);
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
