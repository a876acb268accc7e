package dev.plat.domains.deliver;

import dev.plat.chassis.calls.ServiceClient;
import dev.plat.domains.claim.Delivery;
import dev.plat.domains.claim.HeldHosts;
import dev.plat.router.core.Deadline;
import dev.plat.schemas.Id;
import io.micronaut.serde.annotation.Serdeable;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks the hosting service. */
@Singleton
final class HostingEdge implements Edge {

    private static final String SERVICE = "hosting";

    private final ServiceClient client;

    HostingEdge(ServiceClient client) {
        this.client = client;
    }

    @Override
    public void put(HeldHosts.Standing standing, Deadline deadline) {
        Id site = standing.site();
        Routing routing =
                new Routing(
                        site == null ? null : site.toString(),
                        standing.version(),
                        site == null ? "off" : "routed",
                        standing.redirectTo());
        client.put(SERVICE, path(standing), routing, Stored.class, deadline);
    }

    @Override
    public Delivery.Reach reach(HeldHosts.Standing standing, Deadline deadline) {
        Reached reached = client.get(SERVICE, path(standing) + "/nodes", Reached.class, deadline);
        if (reached.nodes.isEmpty()) {
            // Whoever serves and is not registered would go on unasked.
            return new Delivery.Reach(0, List.of(SERVICE));
        }
        boolean stored = reached.version >= standing.version();
        List<String> missing =
                reached.nodes.stream()
                        .filter(node -> !stored || !node.told)
                        .map(Node::node)
                        .toList();
        return new Delivery.Reach(reached.nodes.size() - missing.size(), missing);
    }

    private static String path(HeldHosts.Standing standing) {
        return "/internal/v1/domains/" + standing.name();
    }

    /** What hosting is told. */
    @Serdeable
    record Routing(
            @Nullable String site, long version, String state, @Nullable String redirectTo) {}

    /** That it is stored; where in the feed is hosting's own matter. */
    @Serdeable
    record Stored() {}

    /** Who knows. */
    @Serdeable
    record Reached(long version, List<Node> nodes) {}

    /** One registered node. */
    @Serdeable
    record Node(String node, boolean told) {}
}
