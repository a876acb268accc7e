package dev.plat.ops.cli.shard;

import dev.plat.ops.cli.running.Desk;
import dev.plat.router.controller.planning.BucketText;
import dev.plat.router.core.Node;
import dev.plat.router.core.orders.Order;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** What is asked of buckets that somebody wants on a certain shard, before it is ordered. */
final class Buckets {

    private final Desk desk;
    private final Node target;
    private final SortedSet<Bucket> buckets;

    /**
     * Buckets on their way to a shard, in thought.
     *
     * @throws PlatException {@code precondition-failed} when the shard takes no buckets
     */
    Buckets(Desk desk, String targetName, SortedSet<Bucket> buckets) {
        this.desk = desk;
        this.target = desk.shard(targetName);
        this.buckets = buckets;
        if (target.state() != Node.State.ACTIVE) {
            throw new PlatException(
                    ErrorCode.PRECONDITION_FAILED,
                    "The shard takes no buckets.",
                    "value",
                    target.name() + ", " + target.state().name().toLowerCase(Locale.ROOT),
                    "expected",
                    "an active shard: see plat shard list");
        }
        checkFree();
    }

    /** The order's arguments, as {@link Order.Verb} has them. */
    Map<String, String> arguments() {
        return Map.of("buckets", BucketText.of(buckets), "target", target.name());
    }

    Node target() {
        return target;
    }

    /** Refuses buckets that another order has in hand: they can be in one move only. */
    private void checkFree() {
        for (Order order : desk.orders().all()) {
            if (order.state().ended() || order.tier() != target.tier()) {
                continue;
            }
            Set<Bucket> taken = new TreeSet<>(buckets);
            Set<Bucket> planned = new TreeSet<>();
            order.plan().forEach(batch -> planned.addAll(batch.buckets()));
            // One that has not been planned yet will have those that it names.
            planned.addAll(BucketText.parse(order.arguments().getOrDefault("buckets", "")));
            taken.retainAll(planned);
            if (!taken.isEmpty()) {
                throw new PlatException(
                        ErrorCode.PRECONDITION_FAILED,
                        "Another order has some of these buckets in hand.",
                        "value",
                        BucketText.of(new TreeSet<>(taken)),
                        "order",
                        order.id(),
                        "expected",
                        order.state() == Order.State.SOAKING
                                ? "its end: plat shard finish " + order.id()
                                : "its end: plat shard status " + order.id() + " --follow");
            }
        }
    }
}
