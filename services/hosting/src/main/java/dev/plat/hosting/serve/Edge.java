package dev.plat.hosting.serve;

import dev.plat.hosting.index.NameIndex;
import dev.plat.hosting.index.NamedHost;
import dev.plat.hosting.store.Depth;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all connections of one port share: how a request becomes an answer, and the bound on those
 * that wait for a disk or the network.
 *
 * <p>Threads: safe.
 */
final class Edge {

    private static final Logger LOG = LoggerFactory.getLogger(Edge.class);

    /** Pieces of files read at one time: more than a disk does side by side. */
    private static final int READS_AT_ONCE = 64;

    private static final String HSTS = "Strict-Transport-Security: max-age=31536000\r\n";

    private final NameIndex names;
    private final Resolver resolver;
    private final Responder responder;
    private final EdgeLimits limits;
    private final Executor virtualThreads;
    private final DateLine date;
    private final Semaphore lookups;
    private final Semaphore reads = new Semaphore(READS_AT_ONCE);
    private volatile boolean draining;

    Edge(
            NameIndex names,
            Resolver resolver,
            Responder responder,
            EdgeLimits limits,
            Executor virtualThreads,
            DateLine date) {
        this.names = names;
        this.resolver = resolver;
        this.responder = responder;
        this.limits = limits;
        this.virtualThreads = virtualThreads;
        this.date = date;
        this.lookups = new Semaphore(limits.lookups());
    }

    EdgeLimits limits() {
        return limits;
    }

    /** What every answer of this connection says besides: that browsers come by HTTPS only. */
    String always(Arrival arrival) {
        return switch (arrival) {
            case Arrival.Clear _ -> "";
            case Arrival.Secure(String certificate) ->
                    names.find(certificate).filter(NamedHost::hsts).isPresent() ? HSTS : "";
        };
    }

    DateLine date() {
        return date;
    }

    /** From now on every answer is its connection's last. */
    void drain() {
        draining = true;
    }

    boolean draining() {
        return draining;
    }

    void onVirtualThread(Runnable work) {
        virtualThreads.execute(work);
    }

    /** The same for the next piece of a body; beyond the bound it waits on its virtual thread. */
    void readOnVirtualThread(Runnable read) {
        onVirtualThread(() -> {
            reads.acquireUninterruptibly();
            try {
                read.run();
            } finally {
                reads.release();
            }
        });
    }

    /**
     * Answers from memory, or hands the answer to {@code later} from another thread; {@code later}
     * is called exactly once when this is empty. Never throws, never blocks.
     */
    Optional<Answer> answer(Arrival arrival, RequestHead request, Consumer<Answer> later) {
        try {
            return switch (resolver.resolve(arrival, request)) {
                case Resolver.Resolved.Answered(Answer answer) -> Optional.of(answer);
                case Resolver.Resolved.Located place -> {
                    Optional<Answer> quick = responder.answer(place, Depth.MEMORY);
                    if (quick.isEmpty()) {
                        lookUp(place, later);
                    }
                    yield quick;
                }
            };
        } catch (RuntimeException e) {
            return Optional.of(refusal(e, request.isHead()));
        }
    }

    private void lookUp(Resolver.Resolved.Located place, Consumer<Answer> later) {
        if (!lookups.tryAcquire()) {
            throw new PlatException(
                    ErrorCode.OVERLOADED, "Too many answers wait for this node's disk.");
        }
        onVirtualThread(() -> {
            Answer answer;
            try {
                answer = responder.answer(place, Depth.EVERYWHERE).orElseThrow();
            } catch (RuntimeException e) {
                answer = refusal(e, place.request().isHead());
            } finally {
                lookups.release();
            }
            later.accept(answer);
        });
    }

    private static Answer refusal(RuntimeException failure, boolean headOnly) {
        if (failure instanceof PlatException refused) {
            if (refused.code().httpStatus() >= 500) {
                LOG.warn("a visitor was not served: {}", refused.getMessage());
            }
            return Problems.of(refused, headOnly);
        }
        LOG.error("a request could not be answered", failure);
        return Problems.of(
                new PlatException(ErrorCode.INTERNAL, "The request failed here."), headOnly);
    }
}
