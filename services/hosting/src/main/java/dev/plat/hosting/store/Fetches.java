package dev.plat.hosting.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.plat.resources.blob.Body;
import dev.plat.resources.blob.Sha256;
import dev.plat.resources.client.Read;
import dev.plat.resources.client.ResourceStore;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.PlatException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings content from the file servers to this node's disk, each digest once however many ask. A
 * failure is remembered for a moment, so that a page that everybody wants does not become a flood
 * of calls to servers that are down.
 *
 * <p>Threads: safe; blocking.
 */
final class Fetches {

    private static final Logger LOG = LoggerFactory.getLogger(Fetches.class);
    private static final Duration WAIT = Duration.ofSeconds(15);
    private static final Duration FAILURE_LIFE = Duration.ofSeconds(1);
    private static final int FAILURES_MAX = 10_000;

    /** Calls to the file servers at one time from this node. */
    private static final int AT_ONCE = 64;

    /** With the site: another site may have, under its own key, what this one has lost. */
    private record Wanted(Id site, Sha256 content) {}

    private final ContentDisk disk;
    private final ResourceStore files;
    private final Semaphore permits = new Semaphore(AT_ONCE);
    private final ConcurrentMap<Wanted, CompletableFuture<Boolean>> underWay =
            new ConcurrentHashMap<>();
    private final Cache<Wanted, Boolean> failed =
            Caffeine.newBuilder().maximumSize(FAILURES_MAX).expireAfterWrite(FAILURE_LIFE).build();

    Fetches(ContentDisk disk, ResourceStore files) {
        this.disk = disk;
        this.files = files;
    }

    /**
     * Returns once the content is on this node's disk.
     *
     * @throws PlatException {@code resource-unavailable} when it cannot be got just now
     */
    void fetch(Id site, Sha256 content) {
        Wanted wanted = new Wanted(site, content);
        if (failed.getIfPresent(wanted) != null) {
            throw unavailable(content);
        }
        CompletableFuture<Boolean> mine = new CompletableFuture<>();
        CompletableFuture<Boolean> first = underWay.putIfAbsent(wanted, mine);
        if (first != null) {
            await(content, first);
            return;
        }
        try {
            // Whoever looked before another's fetch ended comes here after it.
            if (!disk.holds(content)) {
                load(site, content);
            }
            mine.complete(true);
        } catch (RuntimeException e) {
            failed.put(wanted, true);
            mine.completeExceptionally(e);
            throw unavailable(content).causedBy(e);
        } finally {
            underWay.remove(wanted, mine);
        }
    }

    private static void await(Sha256 content, CompletableFuture<Boolean> first) {
        try {
            first.get(WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw unavailable(content).causedBy(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable(content).causedBy(e);
        }
    }

    private void load(Id site, Sha256 content) {
        if (!acquire()) {
            throw unavailable(content);
        }
        try {
            Optional<Read> found = files.get(files.keyOf(site, content));
            if (found.isEmpty()) {
                LOG.error("a release names content that no file server has: {}", content);
                throw unavailable(content);
            }
            try (Read read = found.get()) {
                long length = read.info().length();
                disk.put(content, length, read.info().mediaType(), Body.of(length, read.stream()));
            }
        } finally {
            permits.release();
        }
    }

    private boolean acquire() {
        try {
            return permits.tryAcquire(WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static PlatException unavailable(Sha256 content) {
        return new PlatException(
                ErrorCode.RESOURCE_UNAVAILABLE,
                "This content cannot be had just now.",
                "sha256",
                content.hex());
    }
}
