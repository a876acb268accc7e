package dev.plat.resources.server;

import dev.plat.router.core.BucketMap;
import dev.plat.router.core.Instance;
import dev.plat.router.core.Node;
import dev.plat.router.core.Ownership;
import dev.plat.router.core.Topology;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.Tier;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** A registry that a test fills: every node of a tier owns every bucket. */
public final class FixedTopology implements Topology {

    private final Map<Tier, Map<String, Node>> nodes = new EnumMap<>(Tier.class);

    private final Map<Tier, BucketMap> maps = new ConcurrentHashMap<>();

    public void put(Tier tier, String name, int port) {
        Node node = new Node(tier, name, name, 100, Node.State.ACTIVE, "127.0.0.1:" + port);
        nodes.computeIfAbsent(tier, _ -> new TreeMap<>()).put(name, node);
    }

    @Override
    public String cluster() {
        return "test";
    }

    @Override
    public BucketMap map(Tier tier) {
        return maps.computeIfAbsent(tier, this::mapOf);
    }

    private BucketMap mapOf(Tier tier) {
        Ownership all = new Ownership(1, nodes(tier).stream().map(Node::name).toList());
        BucketMap map = BucketMap.empty(tier);
        for (int i = 0; i < Bucket.COUNT; i++) {
            map = map.with(new Bucket(i), all);
        }
        return map;
    }

    @Override
    public List<Node> nodes(Tier tier) {
        return List.copyOf(nodes.getOrDefault(tier, Map.of()).values());
    }

    @Override
    public List<Instance> instances(String service) {
        return List.of();
    }

    @Override
    public void learn(Tier tier, Bucket bucket, Ownership ownership) {
        throw new UnsupportedOperationException("this registry does not learn");
    }

    @Override
    public void suspectStale(Tier tier) {
        // Nothing here is ever stale.
    }

    @Override
    public void announce(Instance instance) {
        throw new UnsupportedOperationException("nobody announces himself here");
    }

    @Override
    public boolean connected() {
        return false;
    }

    @Override
    public void close() {
        // Nothing to give back.
    }
}
