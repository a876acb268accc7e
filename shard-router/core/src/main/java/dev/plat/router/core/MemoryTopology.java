package dev.plat.router.core;

import dev.plat.schemas.Bucket;
import dev.plat.schemas.Tier;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A topology of this process alone, without ZooKeeper or disk: for tests, and for tools that were
 * told everything on their command line.
 *
 * <p>Threads: safe.
 */
public final class MemoryTopology implements Topology {

    private final String cluster;
    private final Map<Tier, BucketMap> maps = new EnumMap<>(Tier.class);
    private final List<Node> nodes = new CopyOnWriteArrayList<>();
    private final List<Instance> instances = new CopyOnWriteArrayList<>();
    private final AtomicInteger suspicions = new AtomicInteger();

    /**
     * @param cluster a UUID in text
     */
    public MemoryTopology(String cluster) {
        this.cluster = cluster;
    }

    /** Adds a node, or replaces the one of its tier and name. */
    public MemoryTopology put(Node node) {
        nodes.removeIf(known -> known.tier() == node.tier() && known.name().equals(node.name()));
        nodes.add(node);
        return this;
    }

    /** Merges a map. */
    public synchronized MemoryTopology put(BucketMap map) {
        maps.merge(map.tier(), map, BucketMap::merge);
        return this;
    }

    /** How often somebody suspected that the map is old. */
    public int suspicions() {
        return suspicions.get();
    }

    @Override
    public String cluster() {
        return cluster;
    }

    @Override
    public synchronized BucketMap map(Tier tier) {
        return maps.getOrDefault(tier, BucketMap.empty(tier));
    }

    @Override
    public List<Node> nodes(Tier tier) {
        return nodes.stream()
                .filter(node -> node.tier() == tier)
                .sorted(Comparator.comparing(Node::name))
                .toList();
    }

    @Override
    public List<Instance> instances(String service) {
        return instances.stream()
                .filter(instance -> instance.service().equals(service))
                .sorted(Comparator.comparing(Instance::name))
                .toList();
    }

    @Override
    public synchronized void learn(Tier tier, Bucket bucket, Ownership ownership) {
        maps.put(tier, map(tier).with(bucket, ownership));
    }

    @Override
    public void suspectStale(Tier tier) {
        suspicions.incrementAndGet();
    }

    @Override
    public void announce(Instance instance) {
        instances.add(instance);
    }

    @Override
    public boolean connected() {
        return true;
    }

    @Override
    public void close() {
        instances.clear();
    }
}
