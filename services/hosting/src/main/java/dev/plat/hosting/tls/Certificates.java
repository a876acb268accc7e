package dev.plat.hosting.tls;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.plat.hosting.index.NameIndex;
import dev.plat.hosting.index.NamedHost;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificates of this node. A handshake finds its own in memory, else in the sealed file on
 * the disk, else in hosting's row; nothing is read at start. A new one is opened and checked before
 * it replaces anything: one that fails leaves the old one where it is and says why. A lower version
 * never replaces a higher one, and an expired certificate is served until there is a newer.
 *
 * <p>Threads: safe; {@link #context} returns at once, the loading happens on virtual threads.
 */
public final class Certificates implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Certificates.class);

    /** Files and rows read at one time; the rest waits on its virtual thread. */
    private static final int LOADS_AT_ONCE = 32;

    private static final int BRINGERS = 4;
    private static final int LOCKS = 64;
    private static final int FAILURES_MAX = 10_000;

    /** A name whose certificate cannot be had is not looked for at every handshake. */
    private static final Duration FAILURE_LIFE = Duration.ofSeconds(2);

    private final NameIndex names;
    private final CertificateShelf shelf;
    private final @Nullable CertificateCheck check;
    private final CertificateRows rows;
    private final InstantSource clock;
    private final TlsCounts counts = new TlsCounts();
    private final AsyncCache<String, Served> cache;
    private final Cache<String, String> failures;
    private final Set<String> lacking = ConcurrentHashMap.newKeySet();
    private final ConcurrentHashMap<String, String> problems = new ConcurrentHashMap<>();
    private final Semaphore loads = new Semaphore(LOADS_AT_ONCE);
    private final Semaphore bringers = new Semaphore(BRINGERS);
    private final Set<String> beingBrought = ConcurrentHashMap.newKeySet();
    private final AtomicLong wanted = new AtomicLong();
    private final Cache<String, String> tried;
    private final ReentrantLock[] locks = new ReentrantLock[LOCKS];
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(
                    Thread.ofVirtual().name("certificate-", 0).factory());

    /** What a handshake needs, and which version it is. */
    private record Served(SslContext context, long version, int weightBytes) {}

    /**
     * @param check null for a node that has no key to open with: it offers no TLS
     * @param cacheBytes about what contexts may take in memory
     */
    public Certificates(
            NameIndex names,
            CertificateShelf shelf,
            @Nullable CertificateCheck check,
            CertificateRows rows,
            long cacheBytes,
            InstantSource clock) {
        this.names = names;
        this.shelf = shelf;
        this.check = check;
        this.rows = rows;
        this.clock = clock;
        this.cache =
                Caffeine.newBuilder()
                        .maximumWeight(cacheBytes)
                        .weigher((String _, Served served) -> served.weightBytes)
                        .executor(Runnable::run)
                        .buildAsync();
        this.failures = shortMemory();
        this.tried = shortMemory();
        for (int i = 0; i < LOCKS; i++) {
            locks[i] = new ReentrantLock();
        }
    }

    /** Whether this node can open certificates at all. */
    public boolean enabled() {
        return check != null;
    }

    public TlsCounts counts() {
        return counts;
    }

    /** Why this node has no newer certificate of this name; empty when nothing is wrong. */
    public String problem(String name) {
        if (!enabled()) {
            return "this node has no key to open certificates with";
        }
        return problems.getOrDefault(name, "");
    }

    /** Takes news of a name: brings its certificate here, or puts it away. */
    public void news(NamedHost name) {
        if (!enabled()) {
            return;
        }
        if (name.version() > 0 && !name.routed()) {
            lacking.remove(name.name());
            inTurn(() -> forget(name.name()));
            return;
        }
        if (name.certificate() > names.held(name.name())) {
            lacking.add(name.name());
            tried.invalidate(name.name());
            wanted.incrementAndGet();
            inTurn(this::bring);
        }
    }

    /** Tries again what could not be brought here; also what a snapshot says is still to come. */
    public void retry() {
        if (!lacking.isEmpty()) {
            inTurn(this::bring);
        }
    }

    /** After the snapshot was loaded: what it knows of and does not hold is lacking. */
    public void begin() {
        for (NamedHost name : names.all()) {
            if (name.routed() && name.certificate() > names.held(name.name())) {
                lacking.add(name.name());
            }
        }
    }

    /**
     * What serves this name, from memory or later; fails when the certificate cannot be had just
     * now. Asks the disk or the tier only for a name that has a certificate there.
     */
    CompletableFuture<SslContext> context(String name) {
        CompletableFuture<Served> known = cache.getIfPresent(name);
        if (known != null) {
            return context(name, known);
        }
        if (failures.getIfPresent(name) != null) {
            return CompletableFuture.failedFuture(unavailable(name));
        }
        return context(name, loaded(name));
    }

    private static CompletableFuture<SslContext> context(
            String name, CompletableFuture<? extends @Nullable Served> loaded) {
        return loaded.thenApply(served -> {
            if (served == null) {
                throw unavailable(name);
            }
            return served.context();
        });
    }

    /**
     * Null for a failure: the cache drops it without a word, where an exception would be logged.
     */
    @SuppressWarnings("NullAway") // the cache's own contract for "nothing to keep"
    private CompletableFuture<@Nullable Served> loaded(String name) {
        return cache.get(name, (key, _) -> CompletableFuture.supplyAsync(() -> load(key), threads));
    }

    /** Whether there is one, here or in the tier. */
    boolean exists(String name) {
        return names.held(name) > 0
                || names.find(name).filter(each -> each.certificate() > 0).isPresent();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private @Nullable Served load(String name) {
        loads.acquireUninterruptibly();
        ReentrantLock lock = lock(name);
        lock.lock();
        try {
            Optional<OpenedCertificate> here = onDisk(name);
            OpenedCertificate found = here.isPresent() ? here.get() : fetch(name);
            names.hold(name, found.version());
            if (!found.notAfter().isAfter(clock.instant())) {
                counts.expiredServed();
                LOG.warn("{} is served although it expired on {}", name, found.notAfter());
            }
            return served(found);
        } catch (IOException | RuntimeException e) {
            failures.put(name, "");
            LOG.warn("the certificate of {} cannot be had just now: {}", name, e.toString());
            return null;
        } finally {
            lock.unlock();
            loads.release();
        }
    }

    /** A damaged file is as none: the tier has it too. */
    private Optional<OpenedCertificate> onDisk(String name) {
        try {
            counts.fileRead();
            return shelf.read(name).map(this::open);
        } catch (IOException | PlatException e) {
            LOG.warn("the sealed file of {} is left aside: {}", name, e.toString());
            return Optional.empty();
        }
    }

    /** Those who are at it look again until nothing new has been asked for. */
    private void bring() {
        if (!bringers.tryAcquire()) {
            return;
        }
        try {
            long seen;
            do {
                seen = wanted.get();
                for (String name : lacking) {
                    if (tried.getIfPresent(name) == null && beingBrought.add(name)) {
                        bring(name);
                        beingBrought.remove(name);
                    }
                }
            } while (wanted.get() != seen);
        } finally {
            bringers.release();
        }
    }

    private void bring(String name) {
        ReentrantLock lock = lock(name);
        lock.lock();
        try {
            long newest = names.find(name).map(NamedHost::certificate).orElse(0L);
            if (names.held(name) < newest && !heldAfterAll(name, newest)) {
                Served served = served(fetch(name));
                cache.put(name, CompletableFuture.completedFuture(served));
            }
            lacking.remove(name);
            problems.remove(name);
            failures.invalidate(name);
        } catch (IOException | RuntimeException e) {
            tried.put(name, "");
            problems.put(name, e instanceof PlatException refused ? refused.text() : e.toString());
            LOG.warn("{} keeps the certificate it has: {}", name, e.getMessage());
        } finally {
            lock.unlock();
        }
    }

    /** A snapshot may be older than the files beside it. */
    private boolean heldAfterAll(String name, long wanted) {
        Optional<OpenedCertificate> file = names.held(name) > 0 ? Optional.empty() : onDisk(name);
        file.ifPresent(found -> names.hold(name, found.version()));
        return file.isPresent() && file.get().version() >= wanted;
    }

    /** From the tier to this disk, if it is newer than what lies there. */
    private OpenedCertificate fetch(String name) throws IOException {
        counts.rowRead();
        SealedCertificate row = rows.find(name).orElseThrow(() -> unavailable(name));
        OpenedCertificate opened = open(row);
        long held = names.held(name);
        if (opened.version() < held) {
            throw new PlatException(
                    ErrorCode.TRY_AGAIN,
                    "The tier has an older certificate than this node.",
                    "value",
                    opened.version(),
                    "expected",
                    held);
        }
        if (held > 0) {
            CertificateCheck.checkDates(opened, clock.instant());
        }
        shelf.write(row);
        names.hold(name, row.version());
        return opened;
    }

    private void forget(String name) {
        ReentrantLock lock = lock(name);
        lock.lock();
        try {
            boolean off =
                    names.find(name)
                            .filter(each -> each.version() > 0 && !each.routed())
                            .isPresent();
            if (off) {
                names.release(name);
                cache.synchronous().invalidate(name);
                shelf.remove(name);
                problems.remove(name);
            }
        } catch (IOException e) {
            LOG.warn("the sealed file of {} could not be removed", name, e);
        } finally {
            lock.unlock();
        }
    }

    private OpenedCertificate open(SealedCertificate sealed) {
        CertificateCheck with = check;
        if (with == null) {
            throw unavailable(sealed.name());
        }
        return with.open(sealed);
    }

    private static Served served(OpenedCertificate certificate) throws IOException {
        SslContext context = TlsContexts.serving(certificate);
        return new Served(context, certificate.version(), TlsContexts.weightBytes(certificate));
    }

    private static Cache<String, String> shortMemory() {
        return Caffeine.newBuilder()
                .maximumSize(FAILURES_MAX)
                .expireAfterWrite(FAILURE_LIFE)
                .executor(Runnable::run)
                .build();
    }

    private ReentrantLock lock(String name) {
        return locks[Math.floorMod(name.hashCode(), LOCKS)];
    }

    private void inTurn(Runnable work) {
        try {
            threads.execute(work);
        } catch (RejectedExecutionException _) {
            LOG.debug("closing: no certificate is brought any more");
        }
    }

    private static PlatException unavailable(String name) {
        return new PlatException(
                ErrorCode.TRY_AGAIN, "The certificate cannot be had just now.", "value", name);
    }
}
