package dev.plat.domains.certificate.acme;

import dev.plat.domains.certificate.CaFailure;
import dev.plat.domains.certificate.CertificateIssuer;
import dev.plat.domains.certificate.Challenge;
import dev.plat.domains.certificate.ChallengeKind;
import dev.plat.domains.certificate.FailureClass;
import dev.plat.domains.certificate.OrderView;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.AccountBuilder;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.Certificate;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Order;
import org.shredzone.acme4j.OrderBuilder;
import org.shredzone.acme4j.Problem;
import org.shredzone.acme4j.RenewalInfo;
import org.shredzone.acme4j.RevocationReason;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.challenge.TokenChallenge;
import org.shredzone.acme4j.connector.Resource;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeLazyLoadingException;
import org.shredzone.acme4j.exception.AcmeProtocolException;
import org.shredzone.acme4j.provider.AcmeProvider;

/**
 * One worker's talk with one CA. Every step is made up to three times where the CA refuses nonce
 * after nonce: acme4j itself tries ten, and with half of them refused that is not enough in one of
 * a thousand.
 */
final class AcmeSession implements CertificateIssuer.Session {

    private static final int TRIES = 3;

    private final AcmeSettings settings;
    private final KeyPair account;
    private final Session session;
    private final InstantSource clock;
    private final AtomicBoolean suggests;
    private @Nullable Login login;

    AcmeSession(
            AcmeSettings settings,
            KeyPair account,
            AcmeProvider provider,
            InstantSource clock,
            AtomicBoolean suggests) {
        this.settings = settings;
        this.account = account;
        this.session = new Session(settings.directory(), provider);
        this.session.networkSettings().setTimeout(settings.timeout());
        this.clock = clock;
        this.suggests = suggests;
    }

    @Override
    public URI create(List<String> names, Optional<X509Certificate> replaces) {
        return step(() -> {
            // acme4j refuses to name a predecessor to a CA without ARI.
            boolean named = replaces.isPresent() && suggests();
            try {
                return created(names, named ? replaces : Optional.empty());
            } catch (AcmeException e) {
                if (!AcmeFailures.isAlreadyReplaced(e)) {
                    throw e;
                }
                return created(names, Optional.empty());
            }
        });
    }

    private URI created(List<String> names, Optional<X509Certificate> replaces)
            throws AcmeException {
        OrderBuilder order = login().newOrder().domains(names);
        replaces.ifPresent(order::replaces);
        return URI.create(order.create().getLocation().toString());
    }

    @Override
    public OrderView look(URI order) {
        return step(() -> view(login().bindOrder(url(order))));
    }

    @Override
    public List<Challenge> challenges(URI order, ChallengeKind kind) {
        return step(() -> {
            List<Challenge> open = new ArrayList<>();
            for (Authorization each : login().bindOrder(url(order)).getAuthorizations()) {
                if (each.getStatus() != Status.VALID) {
                    open.add(challenge(each, kind));
                }
            }
            return open;
        });
    }

    @Override
    public void trigger(Challenge challenge) {
        step(() -> {
            var bound = login().bindChallenge(url(challenge.url()));
            if (bound.getStatus() == Status.PENDING) {
                bound.trigger();
            }
            return bound;
        });
    }

    @Override
    public OrderView finalise(URI order, byte[] request) {
        return step(() -> {
            Order bound = login().bindOrder(url(order));
            // An earlier try may have handed it in, and only its answer was refused to us.
            if (bound.getStatus() == Status.READY) {
                bound.execute(request);
            }
            return view(bound);
        });
    }

    @Override
    public void revoke(X509Certificate certificate) {
        step(() -> {
            try {
                Certificate.revoke(login(), certificate, RevocationReason.SUPERSEDED);
            } catch (AcmeException e) {
                if (!AcmeFailures.isAlreadyRevoked(e)) {
                    throw e;
                }
            }
            return certificate;
        });
    }

    @Override
    public Optional<CertificateIssuer.Suggestion> suggestion(X509Certificate certificate) {
        return step(() -> {
            if (!suggests()) {
                return Optional.empty();
            }
            RenewalInfo info = login().bindRenewalInfo(certificate);
            Optional<Duration> retryAfter = info.fetch().map(this::fromNow);
            return Optional.of(
                    new CertificateIssuer.Suggestion(
                            info.getSuggestedWindowStart(),
                            info.getSuggestedWindowEnd(),
                            retryAfter));
        });
    }

    private boolean suggests() throws AcmeException {
        boolean there = session.resourceUrlOptional(Resource.RENEWAL_INFO).isPresent();
        suggests.set(there);
        return there;
    }

    @Override
    public void close() {
        session.getHttpClient().shutdownNow();
    }

    private OrderView view(Order order) throws AcmeException {
        Optional<Duration> retryAfter = order.fetch().map(this::fromNow);
        return switch (order.getStatus()) {
            case PENDING -> new OrderView.Pending(retryAfter);
            case READY -> new OrderView.Ready();
            case PROCESSING -> new OrderView.Processing(retryAfter);
            case VALID -> {
                Certificate certificate = order.getCertificate();
                certificate.download();
                yield new OrderView.Issued(certificate.getCertificateChain());
            }
            case INVALID, REVOKED, DEACTIVATED, EXPIRED, CANCELED, UNKNOWN -> dead(order);
        };
    }

    /** A failed proof says more than its order does. */
    private static OrderView dead(Order order) {
        for (Authorization each : order.getAuthorizations()) {
            for (var challenge : each.getChallenges()) {
                Optional<Problem> error = challenge.getError();
                if (error.isPresent()) {
                    return dead(error.get());
                }
            }
        }
        return order.getError()
                .map(AcmeSession::dead)
                .orElseGet(() ->
                        new OrderView.Dead(
                                FailureClass.SERVER, "The CA says: " + order.getStatus()));
    }

    private static OrderView dead(Problem problem) {
        return new OrderView.Dead(AcmeFailures.classOf(problem), AcmeFailures.sentence(problem));
    }

    private static Challenge challenge(Authorization authorization, ChallengeKind kind) {
        String identifier = authorization.getIdentifier().getDomain();
        TokenChallenge found =
                authorization
                        .<TokenChallenge>findChallenge(kind.text())
                        .orElseThrow(() ->
                                new CaFailure(
                                        FailureClass.OURS,
                                        "The CA does not offer "
                                                + kind.text()
                                                + " for this name."));
        String keyAuthorization = found.getAuthorization();
        return new Challenge(
                kind,
                identifier,
                URI.create(found.getLocation().toString()),
                keyAuthorization.substring(0, keyAuthorization.indexOf('.')),
                keyAuthorization);
    }

    /** The CA finds the account by its key, or makes it. */
    private Login login() throws AcmeException {
        Login known = login;
        if (known == null) {
            AccountBuilder builder =
                    new AccountBuilder().agreeToTermsOfService().useKeyPair(account);
            settings.contacts().forEach(builder::addEmail);
            known = builder.createLogin(session);
            login = known;
        }
        return known;
    }

    private Duration fromNow(Instant at) {
        return Duration.between(clock.instant(), at);
    }

    private static URL url(URI uri) {
        try {
            return uri.toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException("the CA's URL was one when it was stored", e);
        }
    }

    private <T> T step(Step<T> step) {
        for (int tries = 1; ; tries++) {
            try {
                return unwrapped(step);
            } catch (AcmeException e) {
                if (tries == TRIES || !AcmeFailures.isBadNonce(e)) {
                    throw AcmeFailures.of(e, clock.instant());
                }
            } catch (AcmeProtocolException e) {
                throw (CaFailure)
                        new CaFailure(
                                        FailureClass.SERVER,
                                        "The CA answers what we do not understand.")
                                .causedBy(e);
            }
        }
    }

    /** acme4j's getters load on their own, and wrap what goes wrong. */
    private static <T> T unwrapped(Step<T> step) throws AcmeException {
        try {
            return step.make();
        } catch (AcmeLazyLoadingException e) {
            if (e.getCause() instanceof AcmeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    @FunctionalInterface
    private interface Step<T> {
        T make() throws AcmeException;
    }
}
