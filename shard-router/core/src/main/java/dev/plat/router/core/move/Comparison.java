package dev.plat.router.core.move;

import dev.plat.schemas.Bucket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;

/**
 * What this driver has compared, and when. It is kept in memory only: a driver that starts anew
 * compares again, which costs time and can do no harm, while a stored "equal" might be older than
 * what broke since.
 *
 * <p>Threads: for one.
 */
final class Comparison {

    private final MoveWorld world;
    private final Pace pace;
    private final DriverSettings settings;
    private final Reporter reporter;
    private final Thawing thawing;
    private final Throttle throttle;
    private final Map<Key, Long> equalSince = new HashMap<>();

    Comparison(
            MoveWorld world,
            Pace pace,
            DriverSettings settings,
            Reporter reporter,
            Thawing thawing,
            Throttle throttle) {
        this.world = world;
        this.pace = pace;
        this.settings = settings;
        this.reporter = reporter;
        this.thawing = thawing;
        this.throttle = throttle;
    }

    private record Key(Side owner, Bucket bucket) {}

    /**
     * What a round of comparing came to.
     *
     * @param open could not be compared, since they could not be frozen or the operator's wish came
     *     in between
     */
    record Result(SortedSet<Bucket> differing, SortedSet<Bucket> open) {

        boolean equal() {
            return differing.isEmpty() && open.isEmpty();
        }
    }

    boolean fresh(Side owner, Bucket bucket) {
        Long since = equalSince.get(new Key(owner, bucket));
        return since != null
                && Duration.ofNanos(pace.nanos() - since).compareTo(settings.verifiedFor()) < 0;
    }

    void forget() {
        equalSince.clear();
    }

    /** Compares those that are not fresh, in batches, until all are compared or it gives up. */
    Result compare(Side owner, List<Bucket> buckets, BooleanSupplier stop) {
        TreeSet<Bucket> differing = new TreeSet<>();
        TreeSet<Bucket> open = new TreeSet<>(buckets);
        open.removeIf(bucket -> fresh(owner, bucket));
        thawing.thaw(owner, open);
        for (int idle = 0; !open.isEmpty() && idle < settings.tries(); ) {
            List<Bucket> batch = open.stream().limit(settings.batch()).toList();
            long began = pace.nanos();
            Map<Bucket, Boolean> found = world.verify(owner, batch);
            found.forEach((bucket, equal) -> {
                open.remove(bucket);
                if (equal) {
                    equalSince.put(new Key(owner, bucket), pace.nanos());
                } else {
                    differing.add(bucket);
                }
            });
            reporter.buckets(buckets.size() - open.size(), buckets.size());
            if (stop.getAsBoolean()) {
                break;
            }
            if (found.isEmpty()) {
                thawing.thaw(owner, open);
                pace.pause(settings.pauseMost());
                idle++;
            } else {
                throttle.rest(began);
            }
        }
        return new Result(differing, open);
    }

    /** Names a few of many, for texts. */
    static String names(SortedSet<Bucket> buckets) {
        List<String> names = new ArrayList<>();
        buckets.stream().limit(5).forEach(bucket -> names.add(Integer.toString(bucket.number())));
        int more = buckets.size() - names.size();
        return String.join(", ", names) + (more > 0 ? " and " + more + " more" : "");
    }
}
