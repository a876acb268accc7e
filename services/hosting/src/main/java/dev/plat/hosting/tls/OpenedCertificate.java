package dev.plat.hosting.tls;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/**
 * A certificate that was checked and can be served.
 *
 * @param chain the leaf first
 */
record OpenedCertificate(String name, long version, PrivateKey key, List<X509Certificate> chain) {

    OpenedCertificate {
        chain = List.copyOf(chain);
    }

    Instant notBefore() {
        return chain.getFirst().getNotBefore().toInstant();
    }

    Instant notAfter() {
        return chain.getFirst().getNotAfter().toInstant();
    }
}
