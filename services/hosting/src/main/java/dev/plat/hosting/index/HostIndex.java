package dev.plat.hosting.index;

import dev.plat.schemas.Bucket;
import dev.plat.schemas.Id;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Host → {@link LiveSite}, beside it the customers' own {@link #names}, and how far each bucket's
 * feed has been read. A lower generation never replaces a higher one, in whatever order news
 * arrives.
 *
 * <p>Threads: safe; looking up takes no lock.
 */
public final class HostIndex {

    private final ConcurrentMap<String, LiveSite> byHost = new ConcurrentHashMap<>();
    private final ConcurrentMap<Id, String> hostOfSite = new ConcurrentHashMap<>();
    private final NameIndex names = new NameIndex();
    private final AtomicReferenceArray<FeedMark> marks = new AtomicReferenceArray<>(Bucket.COUNT);
    private final AtomicLong changes = new AtomicLong();
    private volatile boolean ready;
    private volatile boolean compared;

    public HostIndex() {
        for (int i = 0; i < Bucket.COUNT; i++) {
            marks.set(i, FeedMark.NONE);
        }
    }

    /**
     * Whether this node has known all sites at one moment: from its snapshot or a full reconcile.
     */
    public boolean ready() {
        return ready;
    }

    public void markReady() {
        ready = true;
    }

    /**
     * Whether this process has compared itself with the whole tier. Until then a host it does not
     * know may exist: a snapshot may be older than the last site.
     */
    public boolean compared() {
        return compared;
    }

    public void markCompared() {
        ready = true;
        compared = true;
    }

    public Optional<LiveSite> find(String host) {
        return Optional.ofNullable(byHost.get(host));
    }

    /** By its id, for the customers' names that show it. */
    public Optional<LiveSite> find(Id site) {
        return Optional.ofNullable(hostOfSite.get(site)).map(byHost::get);
    }

    /** The names that customers bring. */
    public NameIndex names() {
        return names;
    }

    /** Takes news of a site; false when it was known or is older than what is known. */
    public boolean offer(LiveSite site) {
        boolean[] taken = new boolean[1];
        byHost.compute(
                site.host(),
                (_, known) -> {
                    taken[0] = known == null || site.newerThan(known);
                    if (!taken[0]) {
                        return known;
                    }
                    return known == null ? site : site.after(known);
                });
        if (taken[0]) {
            hostOfSite.put(site.site(), site.host());
            changes.incrementAndGet();
        }
        return taken[0];
    }

    public FeedMark mark(Bucket bucket) {
        return marks.get(bucket.number());
    }

    /** All news of the bucket up to {@code mark} are in the index; never goes back. */
    public void advance(Bucket bucket, FeedMark mark) {
        FeedMark before =
                marks.getAndUpdate(
                        bucket.number(), known -> mark.compareTo(known) > 0 ? mark : known);
        if (mark.compareTo(before) > 0) {
            changes.incrementAndGet();
        }
    }

    public Collection<LiveSite> sites() {
        return List.copyOf(byHost.values());
    }

    public int size() {
        return byHost.size();
    }

    /** Rises with every change; tells the snapshot's writer whether there is anything to write. */
    long changes() {
        return changes.get() + names.changes();
    }
}
