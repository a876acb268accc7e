package dev.plat.resources.server;

import dev.plat.resources.client.FanOutStore;
import dev.plat.resources.client.StoreSettings;
import dev.plat.resources.engine.DiskEngine;
import dev.plat.resources.engine.EngineSettings;
import dev.plat.resources.server.http.DataPort;
import dev.plat.resources.server.http.EventLoops;
import dev.plat.resources.server.http.PortLimits;
import dev.plat.resources.testkit.Samples;
import dev.plat.schemas.ServiceTicket;
import dev.plat.schemas.Tier;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Three nodes of one tier in this process: real disks, real ports, and a map that names all. */
public final class TestTier implements AutoCloseable {

    public static final String SERVICE_SECRET = "5ec0".repeat(16);

    private final Tier tier;
    private final Path folder;
    private final EventLoops loops = new EventLoops();
    private final List<DiskEngine> engines = new ArrayList<>();
    private final List<DataPort> ports = new ArrayList<>();
    private final FixedTopology topology = new FixedTopology();

    public TestTier(Tier tier, Path folder) {
        this.tier = tier;
        this.folder = folder;
        for (int i = 0; i < 3; i++) {
            engines.add(DiskEngine.open(settings(i)));
            ports.add(open(i, 0));
            topology.put(tier, name(i), ports.get(i).port());
        }
    }

    public static String name(int node) {
        return "files-" + (node + 1);
    }

    public FanOutStore client() {
        return FanOutStore.open(tier, topology, clientSettings());
    }

    public StoreSettings clientSettings() {
        return StoreSettings.of(
                Samples.ROOT_SECRET, SERVICE_SECRET, "test", folder.resolve("spool"));
    }

    public FixedTopology topology() {
        return topology;
    }

    public DiskEngine engine(int node) {
        return engines.get(node);
    }

    public int port(int node) {
        return topologyPort(node);
    }

    public Path disk(int node) {
        return settings(node).folder();
    }

    /** Nobody listens there any more. */
    public void stop(int node) {
        ports.get(node).close();
    }

    public void start(int node) {
        ports.set(node, open(node, topologyPort(node)));
    }

    @Override
    public void close() {
        ports.forEach(DataPort::close);
        engines.forEach(DiskEngine::close);
        loops.close();
    }

    /** The port a stopped node had and will have again. */
    private int topologyPort(int node) {
        String address = topology.nodes(tier).get(node).address();
        return Integer.parseInt(address.substring(address.indexOf(':') + 1));
    }

    private EngineSettings settings(int node) {
        return EngineSettings.of(folder.resolve(tier.text() + "-" + node), tier, name(node))
                .withReserve(0);
    }

    private DataPort open(int node, int port) {
        return new DataPort(
                loops,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                engines.get(node),
                tier,
                name(node),
                new ServiceTicket(SERVICE_SECRET, InstantSource.system()),
                PortLimits.USUAL);
    }
}
