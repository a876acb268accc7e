package dev.plat.domains.deliver;

import dev.plat.chassis.outbox.OutboxConsumer;
import dev.plat.domains.certificate.Certificates;
import dev.plat.domains.certificate.IssuedEvents;
import dev.plat.domains.certificate.StoredCertificate;
import dev.plat.domains.claim.Delivery;
import dev.plat.domains.claim.HeldHosts;
import dev.plat.router.core.ControlPoints;
import dev.plat.router.core.Deadline;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.PlatException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Brings a certificate to every node, after the name itself, and says that it is deployed when all
 * can serve it. One that was overtaken meanwhile, or whose name was let go, is left where it is.
 *
 * <p>Threads: safe; blocking.
 */
@Singleton
final class CertificateDelivery implements OutboxConsumer {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Certificates certificates;
    private final HeldHosts hosts;
    private final Edge edge;
    private final CertificateEdge nodes;
    private final ControlPoints points;
    private final Duration patience;

    @Inject
    CertificateDelivery(
            Certificates certificates,
            HeldHosts hosts,
            Edge edge,
            CertificateEdge nodes,
            ControlPoints points) {
        this(certificates, hosts, edge, nodes, points, PATIENCE);
    }

    CertificateDelivery(
            Certificates certificates,
            HeldHosts hosts,
            Edge edge,
            CertificateEdge nodes,
            ControlPoints points,
            Duration patience) {
        this.certificates = certificates;
        this.hosts = hosts;
        this.edge = edge;
        this.nodes = nodes;
        this.points = points;
        this.patience = patience;
    }

    @Override
    public String topic() {
        return IssuedEvents.TOPIC;
    }

    @Override
    public void accept(Bucket bucket, Map<String, Object> payload) {
        Id id = Id.parse(IdKind.CERTIFICATE, String.valueOf(payload.get("certificate")));
        Deadline deadline = Deadline.in(patience);
        StoredCertificate certificate =
                certificates
                        .find(id)
                        .filter(found -> found.state() == StoredCertificate.State.ISSUED)
                        .orElse(null);
        if (certificate == null || !routed(certificate, deadline)) {
            return;
        }
        nodes.put(certificate, deadline);
        points.reach("deliver.sent");
        Delivery.Reach reach =
                Confirmations.await(() -> nodes.reach(certificate, deadline), deadline);
        if (!reach.complete()) {
            throw new PlatException(
                    ErrorCode.TRY_AGAIN,
                    "Not every node can serve this certificate.",
                    "name",
                    certificate.name(),
                    "missing",
                    reach.missing());
        }
        points.reach("deliver.confirmed");
        certificates.deployed(id);
    }

    /** Hosting keeps no certificate for a name that it was told is off. */
    private boolean routed(StoredCertificate certificate, Deadline deadline) {
        if (certificate.wildcard()) {
            nodes.openZone(certificate.served(), deadline);
            return true;
        }
        Optional<HeldHosts.Standing> held =
                hosts.find(certificate.name()).filter(standing -> standing.site() != null);
        held.ifPresent(standing -> edge.put(standing, deadline));
        return held.isPresent();
    }
}
