package dev.plat.hosting.feed;

import dev.plat.hosting.index.FeedMark;
import dev.plat.hosting.index.HostIndex;
import dev.plat.hosting.index.LiveSite;
import dev.plat.hosting.index.NamedHost;
import dev.plat.hosting.tls.Certificates;
import dev.plat.router.core.Deadline;
import dev.plat.router.core.Router;
import dev.plat.router.core.Tx;
import dev.plat.schemas.Bucket;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the host index in step with the hosting tier. A bucket's counter is read before its rows,
 * so a row that commits in between is read twice and never missed; and a mark moves on only when
 * every change up to it is in the index.
 *
 * <p>Threads: safe; blocking.
 */
public final class FeedFollower {

    private static final Logger LOG = LoggerFactory.getLogger(FeedFollower.class);
    private static final Duration BUCKET_TIME = Duration.ofSeconds(5);
    private static final Duration RECONCILE_TIME = Duration.ofSeconds(15);

    /** One site whose manifest is slow to come must not hold up the others. */
    private static final int FLIPS_AT_ONCE = 16;

    private record News(Map<Bucket, FeedMark> marks, List<LiveSite> sites, List<NamedHost> names) {}

    private final Router router;
    private final FeedSql sql;
    private final NamedHostSql names = new NamedHostSql();
    private final HostIndex index;
    private final Flip flip;
    private final Pins pins;
    private final Certificates certificates;
    private final BooleanSupplier tierKnown;

    /**
     * @param tierKnown whether an owner of every bucket is known: a process that was never told of
     *     any shard asks none, and must not take that for a tier without sites
     */
    public FeedFollower(
            Router router,
            FeedSql sql,
            HostIndex index,
            Flip flip,
            Pins pins,
            Certificates certificates,
            BooleanSupplier tierKnown) {
        this.router = router;
        this.tierKnown = tierKnown;
        this.sql = sql;
        this.index = index;
        this.flip = flip;
        this.pins = pins;
        this.certificates = certificates;
    }

    /** Reads one bucket, because a hint says that it has changed. */
    public void read(Bucket bucket) {
        News news =
                router.read(
                        bucket,
                        Deadline.in(BUCKET_TIME),
                        tx -> {
                            FeedMark mark = sql.mark(tx);
                            return changedSince(tx, Map.of(bucket, mark));
                        });
        take(news);
    }

    /**
     * Compares all counters with the tier and reads what is lacking.
     *
     * @return whether every bucket answered
     */
    public boolean reconcile() {
        boolean known = tierKnown.getAsBoolean();
        Router.Scatter<News> scatter =
                router.scatter(Deadline.in(RECONCILE_TIME), tx -> changedSince(tx, sql.marks(tx)));
        scatter.parts().forEach(this::take);
        pins.retry();
        certificates.retry();
        boolean complete = known && scatter.complete();
        if (complete) {
            index.markCompared();
        } else {
            LOG.warn(
                    "news are incomplete: {}",
                    known
                            ? scatter.unanswered().size() + " buckets did not answer"
                            : "no owner is known of some buckets");
        }
        return complete;
    }

    private News changedSince(Tx tx, Map<Bucket, FeedMark> marks) throws SQLException {
        Map<Bucket, Long> after = new HashMap<>();
        Map<Bucket, FeedMark> newer = new HashMap<>();
        marks.forEach((bucket, mark) -> {
            FeedMark known = index.mark(bucket);
            if (mark.compareTo(known) > 0) {
                boolean same = mark.incarnation() == known.incarnation();
                after.put(bucket, same ? known.seq() : 0);
                newer.put(bucket, mark);
            }
        });
        if (after.isEmpty()) {
            return new News(Map.of(), List.of(), List.of());
        }
        return new News(newer, sql.changed(tx, after, newer), names.changed(tx, after, newer));
    }

    private void take(News news) {
        news.names.forEach(this::tell);
        Set<Bucket> unfinished = ConcurrentHashMap.newKeySet();
        Semaphore permits = new Semaphore(FLIPS_AT_ONCE);
        try (ExecutorService flips = Executors.newVirtualThreadPerTaskExecutor()) {
            for (LiveSite site : news.sites) {
                permits.acquireUninterruptibly();
                flips.execute(() -> flip(site, unfinished, permits));
            }
        }
        news.marks.forEach((bucket, mark) -> {
            if (!unfinished.contains(bucket)) {
                index.advance(bucket, mark);
            }
        });
    }

    /** A certificate comes by itself, and who asks for it hears when it is here: no mark waits. */
    private void tell(NamedHost name) {
        index.names().offer(name);
        certificates.news(name);
    }

    private void flip(LiveSite site, Set<Bucket> unfinished, Semaphore permits) {
        boolean done = false;
        try {
            done = flip.to(site);
        } finally {
            if (!done) {
                unfinished.add(site.site().bucket());
            }
            permits.release();
        }
    }
}
