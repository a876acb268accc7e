package dev.plat.resources.engine;

import dev.plat.schemas.Tier;
import java.nio.file.Path;

/**
 * Where one engine keeps its bytes, and how much it may take.
 *
 * @param folder one disk's folder; made and formatted when it is empty
 * @param tier written into a new disk and checked at every start
 * @param node likewise: a disk belongs to one node
 * @param reserveBytes stays free on the disk, or 1 % of it if that is more: compaction needs room,
 *     and a full disk must refuse before it breaks
 * @param cacheBytes for RocksDB's blocks and write buffers together
 * @param writers platform threads that write
 * @param readers platform threads that read
 */
public record EngineSettings(
        Path folder,
        Tier tier,
        String node,
        long reserveBytes,
        long cacheBytes,
        int writers,
        int readers) {

    private static final long RESERVE = 2L << 30;
    private static final long CACHE = 32L << 20;

    /** The defaults: 2 GiB kept free, 32 MiB of cache, 16 writers, 8 readers. */
    public static EngineSettings of(Path folder, Tier tier, String node) {
        return new EngineSettings(folder, tier, node, RESERVE, CACHE, 16, 8);
    }

    /** The same with another reserve. */
    public EngineSettings withReserve(long bytes) {
        return new EngineSettings(folder, tier, node, bytes, cacheBytes, writers, readers);
    }
}
