package dev.plat.domains.certificate.localca;

import dev.plat.domains.certificate.CaFailure;
import dev.plat.domains.certificate.CertificateIssuer;
import dev.plat.domains.certificate.Challenge;
import dev.plat.domains.certificate.ChallengeKind;
import dev.plat.domains.certificate.FailureClass;
import dev.plat.domains.certificate.OrderView;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * The local CA as an issuer. It keeps nothing: the names stand in the order's URL, and a repeated
 * request is signed again, of which the database keeps one.
 *
 * <p>Threads: safe.
 */
public final class LocalIssuer implements CertificateIssuer {

    public static final String NAME = "local-ca";

    private static final String SCHEME = "local-ca";

    private final LocalCa ca;
    private final InstantSource clock;

    public LocalIssuer(LocalCa ca, InstantSource clock) {
        this.ca = ca;
        this.clock = clock;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean challenges() {
        return false;
    }

    @Override
    public boolean suggestsWindows() {
        return false;
    }

    @Override
    public Session open() {
        return new Signing();
    }

    private static List<String> names(URI order) {
        return List.of(order.getSchemeSpecificPart().split(",", -1));
    }

    private final class Signing implements Session {

        @Override
        public URI create(List<String> names, Optional<X509Certificate> replaces) {
            names.forEach(ca::check);
            return URI.create(SCHEME + ":" + String.join(",", names));
        }

        @Override
        public OrderView look(URI order) {
            return new OrderView.Ready();
        }

        @Override
        public List<Challenge> challenges(URI order, ChallengeKind kind) {
            return List.of();
        }

        @Override
        public void trigger(Challenge challenge) {
            throw new CaFailure(FailureClass.OURS, "The local CA has no challenges.");
        }

        @Override
        public OrderView finalise(URI order, byte[] request) {
            return new OrderView.Issued(ca.sign(request, names(order), clock.instant()));
        }

        /** Nothing to do: nobody asks a local CA what it has revoked. */
        @Override
        public void revoke(X509Certificate certificate) {}

        @Override
        public Optional<Suggestion> suggestion(X509Certificate certificate) {
            return Optional.empty();
        }

        @Override
        public void close() {}
    }
}
