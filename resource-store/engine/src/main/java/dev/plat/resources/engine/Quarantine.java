package dev.plat.resources.engine;

import dev.plat.resources.blob.Locator;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rows found damaged: not served, so that the reader goes to another replica; not dropped,
 * since damage may be investigated; healed by the next put of the same resource. Threads: safe.
 */
final class Quarantine {

    private static final Logger LOG = LoggerFactory.getLogger(Quarantine.class);

    private final Set<Locator> damaged = ConcurrentHashMap.newKeySet();

    Quarantine(Collection<Locator> known) {
        damaged.addAll(known);
    }

    boolean holds(Locator at) {
        return damaged.contains(at);
    }

    int size() {
        return damaged.size();
    }

    /** True when it is news. */
    boolean add(Locator at, String what) {
        boolean news = damaged.add(at);
        if (news) {
            LOG.error("{} is damaged ({}) and quarantined.", at, what);
        }
        return news;
    }

    void healed(Locator at) {
        if (damaged.remove(at)) {
            LOG.info("{} was written again and is out of quarantine.", at);
        }
    }

    void expectNot(Locator at) {
        if (holds(at)) {
            throw damaged(at);
        }
    }

    static PlatException damaged(Locator at) {
        return new PlatException(
                ErrorCode.RESOURCE_DAMAGED,
                "This copy of the resource is damaged.",
                "resource",
                at.toString());
    }
}
