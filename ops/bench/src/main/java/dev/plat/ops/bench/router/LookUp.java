package dev.plat.ops.bench.router;

import dev.plat.ops.bench.rig.Cluster;
import dev.plat.router.core.Ownership;
import dev.plat.router.registry.RegistrySettings;
import dev.plat.router.registry.ZooKeeperTopology;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.IdKind;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.EnumSet;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** From an id to the owner of its bucket, as a router call does it, over the registry's own map. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LookUp {

    static final String ZOOKEEPER = "plat.bench.zookeeper";
    static final String FOLDER = "plat.bench.folder";
    private static final int IDS = 1024;

    private final Id[] ids = new Id[IDS];
    private int next;

    @SuppressWarnings("NullAway.Init") // JMH calls setUp first
    private ZooKeeperTopology topology;

    @Setup
    public void setUp() {
        topology =
                ZooKeeperTopology.open(
                        new RegistrySettings(
                                System.getProperty(ZOOKEEPER),
                                Cluster.ROOT,
                                Path.of(System.getProperty(FOLDER)),
                                EnumSet.of(Cluster.TIER)));
        IdGenerator generator = new IdGenerator(Clock.systemUTC(), new SecureRandom());
        for (int i = 0; i < IDS; i++) {
            ids[i] = generator.nextAnywhere(IdKind.SITE);
        }
    }

    @TearDown
    public void tearDown() {
        topology.close();
    }

    @Benchmark
    public Ownership owner() {
        Id id = ids[next++ & (IDS - 1)];
        return topology.map(Cluster.TIER).get(id.bucket());
    }
}
