package dev.plat.resources.client;

import dev.plat.router.core.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers for a short while which nodes failed or stood still, so that a dead one costs a wait
 * only now and then. A suspected node is asked last, never left out: suspicion may be wrong.
 * Threads: safe.
 */
final class NodeWatch {

    private static final Logger LOG = LoggerFactory.getLogger(NodeWatch.class);

    private final Map<String, Long> suspectUntilNanos = new ConcurrentHashMap<>();
    private final long backOffNanos;

    NodeWatch(Duration backOff) {
        this.backOffNanos = backOff.toNanos();
    }

    /** A random order, so that load spreads, with the suspected at the end. */
    List<Node> order(List<Node> nodes) {
        List<Node> order = new ArrayList<>(nodes);
        Collections.shuffle(order, ThreadLocalRandom.current());
        order.sort(Comparator.comparing(this::isSuspect));
        return order;
    }

    boolean isSuspect(Node node) {
        Long until = suspectUntilNanos.get(node.name());
        return until != null && until - System.nanoTime() > 0;
    }

    void failed(Node node, String what) {
        if (!isSuspect(node)) {
            LOG.info("{} of {} is asked last for a while: {}.", node.name(), node.tier(), what);
        }
        suspectUntilNanos.put(node.name(), System.nanoTime() + backOffNanos);
    }

    void answered(Node node) {
        suspectUntilNanos.remove(node.name());
    }
}
