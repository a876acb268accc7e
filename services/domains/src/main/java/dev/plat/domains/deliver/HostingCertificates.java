package dev.plat.domains.deliver;

import dev.plat.chassis.calls.ServiceClient;
import dev.plat.domains.certificate.StoredCertificate;
import dev.plat.domains.claim.Delivery;
import dev.plat.router.core.Deadline;
import io.micronaut.serde.annotation.Serdeable;
import jakarta.inject.Singleton;
import java.util.Base64;
import java.util.List;

/** Asks the hosting service. */
@Singleton
final class HostingCertificates implements CertificateEdge {

    private static final String SERVICE = "hosting";

    private final ServiceClient client;

    HostingCertificates(ServiceClient client) {
        this.client = client;
    }

    @Override
    public void openZone(String wildcard, Deadline deadline) {
        client.put(
                SERVICE,
                path(wildcard),
                new HostingEdge.Routing(null, 1, "routed", null),
                HostingEdge.Stored.class,
                deadline);
    }

    @Override
    public void put(StoredCertificate certificate, Deadline deadline) {
        Sealed sealed =
                new Sealed(
                        certificate.version(),
                        certificate.id().toString(),
                        certificate.key().kid(),
                        certificate.chain(),
                        Base64.getEncoder().encodeToString(certificate.key().bytes()));
        client.put(
                SERVICE,
                path(certificate.served()) + "/certificate",
                sealed,
                HostingEdge.Stored.class,
                deadline);
    }

    @Override
    public Delivery.Reach reach(StoredCertificate certificate, Deadline deadline) {
        Reached reached =
                client.get(SERVICE, path(certificate.served()) + "/nodes", Reached.class, deadline);
        if (reached.nodes.isEmpty()) {
            // Whoever serves and is not registered would go on unasked.
            return new Delivery.Reach(0, List.of(SERVICE));
        }
        boolean stored = reached.certificate >= certificate.version();
        List<String> missing =
                reached.nodes.stream()
                        .filter(node -> !stored || !node.reached)
                        .map(Node::node)
                        .toList();
        return new Delivery.Reach(reached.nodes.size() - missing.size(), missing);
    }

    private static String path(String name) {
        return "/internal/v1/domains/" + name;
    }

    /** A certificate, as hosting takes it. */
    @Serdeable
    record Sealed(long version, String certificate, String kid, String chain, String sealedKey) {}

    /** Who can serve it. */
    @Serdeable
    record Reached(long certificate, List<Node> nodes) {}

    /** One registered node. */
    @Serdeable
    record Node(String node, boolean reached) {}
}
