package dev.plat.ops.bench.budget;

import dev.plat.ops.bench.rig.Cluster;
import dev.plat.router.core.Router;
import dev.plat.router.core.Topology;
import dev.plat.router.postgres.PostgresRouter;
import dev.plat.router.postgres.PostgresSettings;
import dev.plat.router.registry.RegistrySettings;
import dev.plat.router.registry.ZooKeeperTopology;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The process: one router and the load on it, phase by phase, at the same time as the others. */
public final class RouterProcess {

    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private RouterProcess() {}

    /** The file of its settings. */
    public static void main(String[] arguments) {
        RouterSettings settings = Signs.read(Path.of(arguments[0]), RouterSettings.class);
        Signs signs = new Signs(Path.of(settings.folder()));
        try (Topology topology =
                        ZooKeeperTopology.open(
                                new RegistrySettings(
                                        settings.zooKeeper(),
                                        Cluster.ROOT,
                                        signs.folder().resolve(settings.name()),
                                        EnumSet.of(Cluster.TIER)));
                Router router =
                        PostgresRouter.open(
                                Cluster.TIER,
                                topology,
                                PostgresSettings.of(
                                                settings.name(),
                                                Cluster.PASSWORDS.app(),
                                                Cluster.PASSWORDS.scan())
                                        .withSocketsMax(settings.sockets()))) {
            signs.ready(settings.name());
            while (!signs.begun()) {
                LockSupport.parkNanos(POLL_NANOS);
            }
            Load load = new Load(settings, new Requests(router, settings.rows()));
            List<Answers.Written> written = new ArrayList<>();
            for (Phase phase : settings.phases()) {
                written.add(load.run(phase, signs.beginning()).written(phase));
            }
            signs.results(settings.name(), new Signs.Results(written));
        }
        System.exit(0);
    }
}
