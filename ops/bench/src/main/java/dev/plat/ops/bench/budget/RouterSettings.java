package dev.plat.ops.bench.budget;

import java.util.List;

/**
 * What a router process is told.
 *
 * @param folder of the run: settings, signs and results are files in it
 * @param sockets of this process to all shards together
 * @param shards bucket b lies on shard b modulo this
 * @param buckets that are called, from 0; 0 is the whale's
 * @param rows of each bucket
 * @param callers of this process in a flood
 * @param everyBucketPerSecond requests of this process, outside a flood
 * @param whalePerSecond of this process, beside the others
 */
record RouterSettings(
        String name,
        String zooKeeper,
        String folder,
        int sockets,
        int shards,
        int buckets,
        int rows,
        int callers,
        double everyBucketPerSecond,
        double whalePerSecond,
        long seed,
        List<Phase> phases) {}
