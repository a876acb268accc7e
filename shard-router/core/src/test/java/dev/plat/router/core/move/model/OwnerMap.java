package dev.plat.router.core.move.model;

import dev.plat.router.core.move.Side;

/** What ZooKeeper publishes; it may be away. */
final class OwnerMap {

    /** Takes what the map says of a bucket. */
    interface Reader {
        void told(Side owner, long epoch);
    }

    private final Side[] owners;
    private final long[] epochs;
    boolean away;

    OwnerMap(SimShard source) {
        owners = new Side[source.rows.length];
        epochs = new long[source.rows.length];
        for (int i = 0; i < owners.length; i++) {
            owners[i] = Side.SOURCE;
            epochs[i] = source.rows[i].epoch();
        }
    }

    void tell(int bucket, Reader reader) {
        if (!away) {
            reader.told(owners[bucket], epochs[bucket]);
        }
    }

    void merge(int bucket, Side owner, long epoch) {
        if (epoch > epochs[bucket]) {
            owners[bucket] = owner;
            epochs[bucket] = epoch;
        }
    }
}
