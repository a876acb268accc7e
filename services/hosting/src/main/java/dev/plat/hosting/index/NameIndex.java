package dev.plat.hosting.index;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Customers' names in memory, and which version of a certificate lies on this node's disk for each.
 * What is not here does not exist, so a handshake for it is refused without asking anybody.
 *
 * <p>Threads: safe; looking up takes no lock.
 */
public final class NameIndex {

    private final ConcurrentMap<String, NamedHost> byName = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Long> held = new ConcurrentHashMap<>();
    private final AtomicLong changes = new AtomicLong();

    NameIndex() {}

    public Optional<NamedHost> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Takes news of a name; false when they were known or are older than what is known. */
    public boolean offer(NamedHost news) {
        AtomicBoolean taken = new AtomicBoolean();
        byName.compute(
                news.name(),
                (_, known) -> {
                    taken.set(known == null || news.newerThan(known));
                    return taken.get() ? news : known;
                });
        if (taken.get()) {
            changes.incrementAndGet();
        }
        return taken.get();
    }

    /** The wildcard that covers this host. */
    public static String wildcard(String host) {
        int dot = host.indexOf('.');
        return "*" + (dot < 0 ? "." : host.substring(dot));
    }

    /** The version of the certificate on this node's disk; 0 for none. */
    public long held(String name) {
        return held.getOrDefault(name, 0L);
    }

    /** A sound certificate of this version lies on the disk; never goes back. */
    public void hold(String name, long version) {
        Long before = held.get(name);
        held.merge(name, version, Math::max);
        if (before == null || before < version) {
            changes.incrementAndGet();
        }
    }

    /** None lies there any more. */
    public void release(String name) {
        if (held.remove(name) != null) {
            changes.incrementAndGet();
        }
    }

    public Collection<NamedHost> all() {
        return List.copyOf(byName.values());
    }

    Map<String, Long> allHeld() {
        return Map.copyOf(held);
    }

    public int size() {
        return byName.size();
    }

    long changes() {
        return changes.get();
    }
}
