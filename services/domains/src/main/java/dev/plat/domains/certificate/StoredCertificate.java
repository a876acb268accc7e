package dev.plat.domains.certificate;

import dev.plat.chassis.seal.SealedKey;
import dev.plat.schemas.Id;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;

/**
 * A certificate as it is delivered.
 *
 * @param version of its name; hosting keeps the highest
 * @param chain PEM, the leaf first
 * @param key sealed under the certificate's id as text, {@link #served}, and {@code key.kid()};
 *     empty when it is not served any more
 */
public record StoredCertificate(
        Id id,
        Id order,
        String name,
        boolean wildcard,
        long version,
        String issuer,
        State state,
        String chain,
        SealedKey key,
        Instant notBefore,
        Instant notAfter) {

    /** Under which hosting serves it, and its key is sealed: a wildcard's is the asterisk's. */
    public String served() {
        return wildcard ? "*." + name : name;
    }

    /** The certificate itself. */
    public X509Certificate leaf() {
        try {
            return Pem.chain(chain).getFirst();
        } catch (CertificateException e) {
            throw new IllegalStateException("it was checked before it was stored", e);
        }
    }

    /** The text, in small letters, stands in the database. */
    public enum State {
        /** Stored, and not yet on every node. */
        ISSUED,
        /** The one that every node serves. */
        DEPLOYED,
        /** A later one is deployed, or the name was let go. Its key is destroyed. */
        SUPERSEDED,
        /** The CA was told that it is void. */
        REVOKED
    }
}
