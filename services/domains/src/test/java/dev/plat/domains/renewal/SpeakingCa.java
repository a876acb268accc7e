package dev.plat.domains.renewal;

import dev.plat.domains.certificate.CertificateIssuer;
import dev.plat.domains.certificate.Challenge;
import dev.plat.domains.certificate.ChallengeKind;
import dev.plat.domains.certificate.OrderView;
import dev.plat.domains.certificate.localca.LocalIssuer;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The local CA, which also says when it wants a certificate replaced. */
final class SpeakingCa implements CertificateIssuer {

    private final LocalIssuer signs;

    /** What it says; null: it does not. */
    volatile @Nullable Suggestion says;

    SpeakingCa(LocalIssuer signs) {
        this.signs = signs;
    }

    void says(Instant start, Instant end) {
        says = new Suggestion(start, end, Optional.empty());
    }

    @Override
    public String name() {
        return signs.name();
    }

    @Override
    public boolean challenges() {
        return false;
    }

    @Override
    public boolean suggestsWindows() {
        return says != null;
    }

    @Override
    public Session open() {
        Session session = signs.open();
        return new Session() {
            @Override
            public URI create(List<String> names, Optional<X509Certificate> replaces) {
                return session.create(names, replaces);
            }

            @Override
            public OrderView look(URI order) {
                return session.look(order);
            }

            @Override
            public List<Challenge> challenges(URI order, ChallengeKind kind) {
                return session.challenges(order, kind);
            }

            @Override
            public void trigger(Challenge challenge) {
                session.trigger(challenge);
            }

            @Override
            public OrderView finalise(URI order, byte[] request) {
                return session.finalise(order, request);
            }

            @Override
            public void revoke(X509Certificate certificate) {
                session.revoke(certificate);
            }

            @Override
            public Optional<Suggestion> suggestion(X509Certificate certificate) {
                return Optional.ofNullable(says);
            }

            @Override
            public void close() {
                session.close();
            }
        };
    }
}
