package dev.plat.ops.bench.contender;

import dev.plat.ops.bench.rig.Cluster;
import dev.plat.router.core.Router;
import dev.plat.router.core.Topology;
import dev.plat.router.postgres.PostgresRouter;
import dev.plat.router.postgres.PostgresSettings;
import dev.plat.router.registry.RegistrySettings;
import dev.plat.router.registry.ZooKeeperTopology;
import dev.plat.schemas.Bucket;
import java.util.EnumSet;

/** The router as services use it: the registry followed, the usual limits. */
final class PlatContender implements Contender {

    private final Topology topology;
    private final Router router;

    private PlatContender(Topology topology, Router router) {
        this.topology = topology;
        this.router = router;
    }

    static PlatContender open(ContenderKind.Place place, String applicationName) {
        Topology topology =
                ZooKeeperTopology.open(
                        new RegistrySettings(
                                place.zooKeeper(),
                                place.root(),
                                place.folder(),
                                EnumSet.of(Cluster.TIER)));
        Router router =
                PostgresRouter.open(
                        Cluster.TIER,
                        topology,
                        PostgresSettings.of(
                                applicationName,
                                Cluster.PASSWORDS.app(),
                                Cluster.PASSWORDS.scan()));
        return new PlatContender(topology, router);
    }

    @Override
    public long run(Operation operation, Bucket bucket, long id) {
        return switch (operation) {
            case READ ->
                    router.read(
                            bucket,
                            tx ->
                                    Transactions.run(
                                            tx.connection(), operation, bucket.number(), id));
            case WRITE, THREE ->
                    router.write(
                            bucket,
                            tx ->
                                    Transactions.run(
                                            tx.connection(), operation, bucket.number(), id));
        };
    }

    @Override
    public void close() {
        router.close();
        topology.close();
    }
}
