package dev.plat.hosting.store;

/**
 * How much a node may hold.
 *
 * @param bodyBytes of small files in memory
 * @param manifestBytes of manifests in memory
 * @param diskBytes of content on this node's disk
 */
public record NodeStoreSettings(long bodyBytes, long manifestBytes, long diskBytes) {

    /** For a process with a heap of a few hundred MiB. */
    public static NodeStoreSettings defaults() {
        return new NodeStoreSettings(64L << 20, 48L << 20, 8L << 30);
    }
}
