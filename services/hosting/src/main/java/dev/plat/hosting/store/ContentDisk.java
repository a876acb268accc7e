package dev.plat.hosting.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.plat.resources.blob.BlobInfo;
import dev.plat.resources.blob.Body;
import dev.plat.resources.blob.ByteRange;
import dev.plat.resources.blob.Locator;
import dev.plat.resources.blob.Sha256;
import dev.plat.resources.engine.DiskEngine;
import dev.plat.resources.engine.StoredBlob;
import dev.plat.schemas.PlatException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file server's engine as a cache: content lies under its own digest, so that a picture in many
 * sites lies here once. When the bound is reached, what came longest ago makes room; what live
 * releases need goes last.
 *
 * <p>Threads: safe; blocking.
 */
final class ContentDisk {

    private static final Logger LOG = LoggerFactory.getLogger(ContentDisk.class);

    /** Room is made for many at once, because finding the oldest walks all rows. */
    private static final int EVICT_FRACTION = 10;

    private static final int PROVEN_MAX = 50_000;

    private final DiskEngine engine;
    private final long bytesMax;
    private final Supplier<Set<Sha256>> live;
    private final ReentrantLock eviction = new ReentrantLock();
    private final Cache<Sha256, Boolean> proven =
            Caffeine.newBuilder().maximumSize(PROVEN_MAX).build();

    /**
     * @param live what the live releases need; asked only when room is made
     */
    ContentDisk(DiskEngine engine, long bytesMax, Supplier<Set<Sha256>> live) {
        this.engine = engine;
        this.bytesMax = bytesMax;
        this.live = live;
    }

    boolean holds(Sha256 content) {
        return engine.head(locator(content)).isPresent();
    }

    /**
     * The content, checked. Files are sent from the page cache without being read here again, so
     * the first look in a process reads all of it: that proves it and warms the cache.
     *
     * @throws PlatException {@code resource-damaged}
     */
    Optional<StoredBlob> get(Sha256 content) {
        Optional<StoredBlob> found = engine.open(locator(content));
        if (found.isPresent() && found.get() instanceof StoredBlob.InFile file) {
            prove(content, file);
        }
        return found;
    }

    /** Refuses bytes that do not have this digest. */
    void put(Sha256 content, long length, String mediaType, Body body) {
        makeRoom(length);
        engine.put(locator(content), new BlobInfo(content, length, mediaType), body);
    }

    void delete(Sha256 content) {
        proven.invalidate(content);
        engine.delete(locator(content));
    }

    private void prove(Sha256 content, StoredBlob.InFile file) {
        if (proven.getIfPresent(content) != null) {
            return;
        }
        try (InputStream in = file.open(ByteRange.ALL)) {
            in.transferTo(OutputStream.nullOutputStream());
            proven.put(content, true);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e instanceof PlatException damage ? damage : new IllegalStateException(e);
        }
    }

    private void makeRoom(long length) {
        if (engine.bytesUsed() + length <= bytesMax || !eviction.tryLock()) {
            return;
        }
        try {
            long wanted = Math.max(length, bytesMax / EVICT_FRACTION);
            Set<Sha256> needed = live.get();
            long freed =
                    engine.evictOldest(
                            wanted, locator -> needed.contains(new Sha256(locator.hex())));
            if (freed < length) {
                LOG.warn("live releases need more than this node's {} bytes of cache", bytesMax);
                freed += engine.evictOldest(wanted, _ -> false);
            }
            LOG.info("made room on the content disk: {} bytes", freed);
        } finally {
            eviction.unlock();
        }
    }

    private static Locator locator(Sha256 content) {
        return new Locator(content.hex());
    }
}
