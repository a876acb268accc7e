package dev.plat.domains.deliver;

import dev.plat.chassis.outbox.OutboxConsumer;
import dev.plat.domains.claim.Delivery;
import dev.plat.domains.claim.HeldHosts;
import dev.plat.router.core.ControlPoints;
import dev.plat.router.core.Deadline;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Tells hosting whom a name serves: always what stands in the name's bucket now, so that an event
 * that comes late or twice says nothing old. A name that goes off is not anybody else's before
 * every node has said that it knows.
 *
 * <p>Threads: safe; blocking.
 */
@Singleton
public final class HostDelivery implements Delivery, OutboxConsumer {

    private static final String TOPIC = "host.changed";

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final HeldHosts hosts;
    private final Edge edge;
    private final ControlPoints points;
    private final Duration patience;

    @Inject
    HostDelivery(HeldHosts hosts, Edge edge, ControlPoints points) {
        this(hosts, edge, points, PATIENCE);
    }

    /**
     * @param patience how long an event waits for the nodes before it is left for later
     */
    public HostDelivery(HeldHosts hosts, Edge edge, ControlPoints points, Duration patience) {
        this.hosts = hosts;
        this.edge = edge;
        this.points = points;
        this.patience = patience;
    }

    @Override
    public String topic() {
        return TOPIC;
    }

    @Override
    public void accept(Bucket bucket, Map<String, Object> payload) {
        String name = String.valueOf(payload.get("name"));
        Reach reach = deliver(name, Deadline.in(patience));
        if (!reach.complete()) {
            throw new PlatException(
                    ErrorCode.TRY_AGAIN,
                    "Not every node knows whom a name serves.",
                    "name",
                    name,
                    "missing",
                    reach.missing());
        }
    }

    @Override
    public Reach deliver(String name, Deadline deadline) {
        HeldHosts.Standing standing = hosts.find(name).orElse(null);
        if (standing == null) {
            return new Reach(0, List.of());
        }
        edge.put(standing, deadline);
        points.reach("deliver.sent");
        Reach reach = Confirmations.await(() -> edge.reach(standing, deadline), deadline);
        if (reach.complete()) {
            points.reach("deliver.confirmed");
            if (standing.leaving()) {
                hosts.confirmOff(name, standing.version());
            }
        }
        return reach;
    }
}
