package dev.plat.domains.certificate;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A certificate authority, as ACME's steps; one without challenges is ready at once. An order's URL
 * is all that a second process needs to go on with it.
 */
public interface CertificateIssuer {

    /** Stands in the rows of orders and certificates. */
    String name();

    /** Whether it asks for proofs; the local CA does not. */
    boolean challenges();

    /** Whether it says when it wants a certificate replaced, as far as that is known yet. */
    boolean suggestsWindows();

    /**
     * When a CA would like a certificate replaced (RFC 9773).
     *
     * @param retryAfter when it wants to be asked again
     */
    record Suggestion(Instant start, Instant end, Optional<Duration> retryAfter) {}

    /** For one worker, which closes it: sessions have state of their own and share nothing. */
    Session open();

    /**
     * One worker's.
     *
     * <p>Errors of every call: {@link CaFailure}. Threads: not safe.
     */
    interface Session extends AutoCloseable {

        /**
         * Makes an order; again makes another one, of which the CA forgets those that come to
         * nothing.
         *
         * @param names A-labels; a wildcard beside its name
         * @param replaces the certificate that follows, for the CA's own count
         */
        URI create(List<String> names, Optional<X509Certificate> replaces);

        OrderView look(URI order);

        /** One of that kind for each name whose proof is still open. */
        List<Challenge> challenges(URI order, ChallengeKind kind);

        /** Says that the answer is there; a challenge that is being looked at is left alone. */
        void trigger(Challenge challenge);

        /** Hands in the request of a ready order; with the same bytes also after an unsure end. */
        OrderView finalise(URI order, byte[] request);

        void revoke(X509Certificate certificate);

        /** When the CA would like this one replaced; empty where it does not say. */
        Optional<Suggestion> suggestion(X509Certificate certificate);

        @Override
        void close();
    }
}
