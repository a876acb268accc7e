package dev.plat.domains.deliver;

import dev.plat.chassis.calls.ServiceClient;
import dev.plat.domains.certificate.Challenge;
import dev.plat.domains.claim.Delivery;
import dev.plat.router.core.Deadline;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * Challenges that nodes answer: http-01 and tls-alpn-01. A token is told once and taken back once,
 * so each has one version; one that is forgotten ends by itself.
 *
 * <p>Threads: safe; blocking.
 */
final class EdgeChallenges {

    private static final String SERVICE = "hosting";
    private static final int VERSION = 1;

    /** Longer than any order is worked on. */
    private static final Duration LIFE = Duration.ofDays(2);

    private final ServiceClient client;
    private final InstantSource clock;

    EdgeChallenges(ServiceClient client, InstantSource clock) {
        this.client = client;
        this.clock = clock;
    }

    /** Returns when every node answers it. */
    void publish(Challenge challenge, Deadline deadline) {
        Wanted wanted =
                new Wanted(
                        VERSION,
                        challenge.kind().text(),
                        challenge.token(),
                        challenge.keyAuthorization(),
                        challenge.thumbprint(),
                        clock.instant().plus(LIFE).toString());
        client.put(
                SERVICE,
                path(challenge) + "/challenge",
                wanted,
                HostingEdge.Stored.class,
                deadline);
        Delivery.Reach reach = Confirmations.await(() -> reach(challenge, deadline), deadline);
        if (!reach.complete()) {
            throw new PlatException(
                    ErrorCode.TRY_AGAIN,
                    "Not every node answers the challenge yet.",
                    "name",
                    challenge.identifier(),
                    "missing",
                    reach.missing());
        }
    }

    void withdraw(Challenge challenge, Deadline deadline) {
        client.delete(SERVICE, path(challenge) + "/challenge/" + challenge.token(), deadline);
    }

    private Delivery.Reach reach(Challenge challenge, Deadline deadline) {
        Reached reached = client.get(SERVICE, path(challenge) + "/nodes", Reached.class, deadline);
        if (reached.nodes.isEmpty()) {
            return new Delivery.Reach(0, List.of(SERVICE));
        }
        List<String> missing =
                reached.nodes.stream().filter(node -> !node.told).map(Node::node).toList();
        return new Delivery.Reach(reached.nodes.size() - missing.size(), missing);
    }

    private static String path(Challenge challenge) {
        return "/internal/v1/domains/" + challenge.identifier();
    }

    /** A challenge, as hosting takes it. */
    @Serdeable
    record Wanted(
            long version,
            String kind,
            String token,
            String keyAuthorization,
            String thumbprint,
            String expires) {}

    /** Who answers it. */
    @Serdeable
    record Reached(List<Node> nodes) {}

    /** One registered node. */
    @Serdeable
    record Node(String node, boolean told) {}
}
