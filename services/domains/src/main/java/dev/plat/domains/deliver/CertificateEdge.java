package dev.plat.domains.deliver;

import dev.plat.domains.certificate.StoredCertificate;
import dev.plat.domains.claim.Delivery;
import dev.plat.router.core.Deadline;

/**
 * Hosting, as far as certificates go.
 *
 * <p>Threads: safe; blocking.
 */
interface CertificateEdge {

    /** Lets a wildcard's names be served by its certificate; again changes nothing. */
    void openZone(String wildcard, Deadline deadline);

    /** Stores it; a lower version than is there changes nothing. */
    void put(StoredCertificate certificate, Deadline deadline);

    /** Which nodes can serve this version of it, or a later one. */
    Delivery.Reach reach(StoredCertificate certificate, Deadline deadline);
}
