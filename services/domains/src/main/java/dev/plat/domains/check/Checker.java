package dev.plat.domains.check;

import dev.plat.domains.name.HostName;
import dev.plat.router.core.Deadline;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/**
 * Looks at a name: whether it is proven, whether it leads to us, and what is wrong otherwise. The
 * proof is asked of those who hold the zone and never of a cache, which would remember that it was
 * not there yet; what visitors see is asked of one validating resolver.
 *
 * <p>Threads: safe. A check waits for others' servers, for {@value #SECONDS_MAX} seconds at most;
 * two that ask the same at once share one.
 */
public final class Checker implements AutoCloseable {

    static final int SECONDS_MAX = 15;

    /** By this process, and as many waiting. */
    private static final int PER_SECOND = 200;

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Diagnosis diagnosis;
    private final Observer observer;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Turns<Checker> turns = new Turns<>(PER_SECOND);
    private final Map<CheckRequest, CompletableFuture<CheckResult>> running =
            new ConcurrentHashMap<>();

    /**
     * Opens nothing yet.
     *
     * @param random for the nonces of probes, which nobody may guess
     */
    public Checker(
            CheckSettings settings,
            ProbeKey key,
            HoldSource holds,
            InstantSource clock,
            RandomGenerator random) {
        DnsAsker asker = new DnsAsker();
        this.diagnosis = new Diagnosis(settings.platform());
        Walk walk = new Walk(asker, settings, clock, random);
        this.observer =
                new Observer(
                        settings,
                        walk,
                        new Visitors(resolving(settings, asker, walk, random)),
                        new HttpProbe(
                                key, random, settings.probePort(), settings.privateAddresses()),
                        holds,
                        clock,
                        threads);
    }

    private static Resolving resolving(
            CheckSettings settings, DnsAsker asker, Walk walk, RandomGenerator random) {
        InetSocketAddress resolver = settings.resolver();
        return resolver == null
                ? new AtTheSource(walk, random)
                : (name, type, unchecked, deadline) ->
                        asker.resolver(resolver, name, type, unchecked, deadline);
    }

    /**
     * What is to be said of the name now.
     *
     * @throws PlatException {@code overloaded} when this process has too many checks at hand
     */
    public CheckResult check(CheckRequest request) {
        CompletableFuture<CheckResult> mine = new CompletableFuture<>();
        CompletableFuture<CheckResult> first = running.putIfAbsent(request, mine);
        if (first != null) {
            return Waiting.result(first);
        }
        try {
            CheckResult result = look(request);
            mine.complete(result);
            return result;
        } catch (RuntimeException | Error e) {
            mine.completeExceptionally(e);
            throw e;
        } finally {
            running.remove(request, mine);
        }
    }

    /**
     * Where visitors of a name come to now, and so does a CA; those that may not be asked are left
     * out.
     */
    public List<InetAddress> visited(HostName name, Deadline deadline) {
        return observer.visited(name.ascii(), name.registeredDomain(), deadline);
    }

    /** Who holds the zone of a registered domain; none where nobody does, or may be asked. */
    public List<InetSocketAddress> servers(String registeredDomain, Deadline deadline) {
        return observer.servers(registeredDomain, deadline);
    }

    /**
     * Whether all authoritative servers give this text.
     *
     * @param host of the record, at or below {@code name}
     */
    public boolean shows(HostName name, String host, String value, Deadline deadline) {
        return observer.shows(host, name.registeredDomain(), value, deadline);
    }

    private CheckResult look(CheckRequest request) {
        OptionalLong wait = turns.take(this, System.nanoTime(), PATIENCE.toNanos());
        if (wait.isEmpty()) {
            throw new PlatException(ErrorCode.OVERLOADED, "Too many names are being checked.");
        }
        LockSupport.parkNanos(wait.getAsLong());
        Deadline deadline = Deadline.in(Duration.ofSeconds(SECONDS_MAX));
        return diagnosis.of(request, observer.observe(request, deadline));
    }

    /** Ends the threads; checks that run are cut off. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
