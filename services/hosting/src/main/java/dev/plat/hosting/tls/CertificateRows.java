package dev.plat.hosting.tls;

import java.util.Optional;

/** Hosting's own rows of certificates. */
public interface CertificateRows {

    /**
     * The newest certificate of a name; blocking.
     *
     * @throws dev.plat.schemas.PlatException when the tier cannot be asked just now
     */
    Optional<SealedCertificate> find(String name);
}
