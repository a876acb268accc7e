package dev.plat.hosting.tls;

import dev.plat.hosting.index.Challenge;
import dev.plat.hosting.index.HostIndex;
import dev.plat.hosting.index.NameIndex;
import dev.plat.hosting.index.NamedHost;
import io.netty.handler.ssl.SslContext;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Which certificate a client's hello gets. The host index answers first, from memory: a name that
 * is not there, or has no certificate yet, is refused before any disk, network or CA is asked, and
 * nothing is remembered of it.
 *
 * <p>Threads: safe; never blocks.
 */
public final class Entrance {

    private static final List<String> CHALLENGE_ONLY = List.of(TlsContexts.CHALLENGE);

    private final HostIndex index;
    private final Certificates certificates;
    private final ChallengeCertificates challenges;
    private final InstantSource clock;

    /**
     * @param threads where certificates of challenges are made
     */
    public Entrance(
            HostIndex index, Certificates certificates, Executor threads, InstantSource clock) {
        this.index = index;
        this.certificates = certificates;
        this.challenges = new ChallengeCertificates(threads, clock);
        this.clock = clock;
    }

    /**
     * A way in.
     *
     * @param certificate the name it stands for: the client's, or the wildcard above it
     */
    record Way(String certificate, CompletableFuture<SslContext> context) {}

    /** Empty when the client is to be refused. */
    Optional<Way> find(ClientHello hello) {
        if (hello.name().isEmpty()) {
            return Optional.empty();
        }
        String name = hello.name().get();
        Optional<NamedHost> named = index.names().find(name);
        if (hello.protocols().equals(CHALLENGE_ONLY)) {
            Optional<Challenge> challenge =
                    named.flatMap(each -> each.tlsChallenge(clock.instant()));
            if (challenge.isPresent()) {
                return Optional.of(new Way(name, challenges.context(name, challenge.get())));
            }
        }
        return certificateName(name, named)
                .filter(certificates::exists)
                .map(each -> new Way(each, certificates.context(each)));
    }

    TlsCounts counts() {
        return certificates.counts();
    }

    private Optional<String> certificateName(String name, Optional<NamedHost> named) {
        if (named.isPresent() && named.get().version() > 0) {
            return named.get().routed() ? Optional.of(name) : Optional.empty();
        }
        String wildcard = NameIndex.wildcard(name);
        boolean covered =
                index.find(name).isPresent()
                        && index.names().find(wildcard).filter(NamedHost::routed).isPresent();
        return covered ? Optional.of(wildcard) : Optional.empty();
    }
}
