package dev.plat.hosting.feed;

import dev.plat.hosting.release.Manifest;
import dev.plat.hosting.store.NodeStore;
import dev.plat.resources.blob.Sha256;
import dev.plat.schemas.Id;
import dev.plat.schemas.PlatException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings whole releases to this node's disk before anybody asks for them, so that a site whose
 * release is live here goes on when everything else is down. What could not be brought is tried
 * again with each reconcile.
 *
 * <p>Threads: safe.
 */
public final class Pins {

    private static final Logger LOG = LoggerFactory.getLogger(Pins.class);

    /** Files at one time; a release of thousands must not starve visitors' own misses. */
    private static final int AT_ONCE = 16;

    private record Wanted(Id site, Manifest manifest) {}

    private final NodeStore store;
    private final Executor virtualThreads;
    private final Semaphore permits = new Semaphore(AT_ONCE);
    private final Map<Sha256, CompletableFuture<Boolean>> running = new ConcurrentHashMap<>();
    private final Map<Sha256, Wanted> incomplete = new ConcurrentHashMap<>();

    public Pins(NodeStore store, Executor virtualThreads) {
        this.store = store;
        this.virtualThreads = virtualThreads;
    }

    /** Begins, and waits a little: a courtesy to the first visitors, not a condition. */
    public void prepare(Id site, Manifest manifest, Duration wait) {
        CompletableFuture<Boolean> whole = pin(site, manifest);
        try {
            whole.get(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            LOG.debug("{} is still being brought here", manifest.digest());
        } catch (ExecutionException e) {
            LOG.warn("a release could not be brought here", e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** True once all of the release is here, false when some of it cannot be had just now. */
    public CompletableFuture<Boolean> pin(Id site, Manifest manifest) {
        incomplete.put(manifest.digest(), new Wanted(site, manifest));
        CompletableFuture<Boolean> mine = new CompletableFuture<>();
        CompletableFuture<Boolean> other = running.putIfAbsent(manifest.digest(), mine);
        if (other != null) {
            return other;
        }
        virtualThreads.execute(() -> {
            try {
                boolean whole = bringAll(site, manifest);
                if (whole) {
                    incomplete.remove(manifest.digest());
                }
                mine.complete(whole);
            } catch (RuntimeException e) {
                mine.completeExceptionally(e);
            } finally {
                running.remove(manifest.digest(), mine);
            }
        });
        return mine;
    }

    /** Tries again what is not whole yet. */
    void retry() {
        for (Wanted wanted : incomplete.values()) {
            var _ = pin(wanted.site, wanted.manifest);
        }
    }

    /** Releases that are not whole on this node. */
    public int incomplete() {
        return incomplete.size();
    }

    private boolean bringAll(Id site, Manifest manifest) {
        AtomicInteger failures = new AtomicInteger();
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (Sha256 content : manifest.contents()) {
            permits.acquireUninterruptibly();
            all.add(
                    CompletableFuture.runAsync(
                            () -> bring(site, content, failures), virtualThreads));
        }
        CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
        if (failures.get() > 0) {
            LOG.info(
                    "{} of {} files of a release are not here yet",
                    failures.get(),
                    manifest.contents().size());
        }
        return failures.get() == 0;
    }

    private void bring(Id site, Sha256 content, AtomicInteger failures) {
        try {
            store.bring(site, content);
        } catch (PlatException e) {
            LOG.debug("not brought: {}", e.getMessage());
            failures.incrementAndGet();
        } finally {
            permits.release();
        }
    }
}
