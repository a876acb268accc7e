package dev.plat.router.core;

import dev.plat.schemas.Bucket;
import dev.plat.schemas.Tier;
import java.util.List;

/**
 * What the registry knows, kept in memory and on this machine's disk, so that every call here
 * answers at once and also while ZooKeeper is away. Implemented by {@code registry}; {@code
 * postgres}, the file client and services read it.
 *
 * <p>Threads: safe.
 */
public interface Topology extends AutoCloseable {

    /** The identity of this cluster: a UUID in text, made once. */
    String cluster();

    BucketMap map(Tier tier);

    /** All nodes of a tier in the order of their names, retired ones included. */
    List<Node> nodes(Tier tier);

    /** The instances of a service seen last, in the order of their names. */
    List<Instance> instances(String service);

    /**
     * Merges what a database or a file server answered; a larger epoch wins and is kept on disk.
     */
    void learn(Tier tier, Bucket bucket, Ownership ownership);

    /**
     * Asks for a re-read soon, because an answer showed that the map may be old; returns at once.
     */
    void suspectStale(Tier tier);

    /**
     * Announces this process until {@link #close}, again by itself after every loss of the
     * ZooKeeper session.
     */
    void announce(Instance instance);

    /** True while ZooKeeper answers; false changes nothing for readers and is shown in health. */
    boolean connected();

    @Override
    void close();
}
