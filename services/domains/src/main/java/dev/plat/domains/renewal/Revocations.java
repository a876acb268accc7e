package dev.plat.domains.renewal;

import dev.plat.domains.certificate.CertificateIssuer;
import dev.plat.domains.certificate.Certificates;
import dev.plat.router.core.Deadline;
import dev.plat.schemas.Id;
import dev.plat.schemas.PlatException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the CA which certificates are void: those that a person wants so, each when the one after
 * it is on every node, so that visitors see no gap. Told twice is told once.
 *
 * <p>Threads: safe; blocking.
 */
final class Revocations {

    private static final Logger LOG = LoggerFactory.getLogger(Revocations.class);
    private static final Duration SCATTER_TIME = Duration.ofSeconds(5);
    private static final Duration AGAIN = Duration.ofMinutes(1);

    /** In one round, between which orders go on. */
    private static final int AT_ONCE_MAX = 20;

    private final Certificates certificates;
    private final String issuer;

    Revocations(Certificates certificates, String issuer) {
        this.certificates = certificates;
        this.issuer = issuer;
    }

    void tell(CertificateIssuer.Session session) {
        Deadline deadline = Deadline.in(SCATTER_TIME);
        for (Id each : certificates.toRevoke(issuer, AT_ONCE_MAX, deadline)) {
            try {
                certificates.revoke(each, session);
            } catch (PlatException e) {
                LOG.warn("{} is revoked later: {}", each, e.getMessage());
                certificates.revokeLater(each, AGAIN);
            }
        }
    }
}
