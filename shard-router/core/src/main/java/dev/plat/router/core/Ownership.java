package dev.plat.router.core;

import java.util.List;

/**
 * Who owns a bucket, and since which epoch. An epoch names one owner, for ever, so two statements
 * about a bucket merge by the larger epoch, whatever the order in which they arrive.
 *
 * @param epoch 1 or more; rises at every change of owner
 * @param nodes names of the owners in order: one shard in a database tier, three file servers in a
 *     file tier
 */
public record Ownership(long epoch, List<String> nodes) {

    public Ownership {
        nodes = List.copyOf(nodes);
        if (epoch < 1 || nodes.isEmpty()) {
            throw new IllegalArgumentException(
                    "an ownership needs an epoch of 1 or more and an owner");
        }
    }

    /** The owner of a database tier's bucket. */
    public String shard() {
        return nodes.getFirst();
    }
}
