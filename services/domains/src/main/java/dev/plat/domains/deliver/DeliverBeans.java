package dev.plat.domains.deliver;

import dev.plat.chassis.calls.ServiceClient;
import dev.plat.domains.certificate.ChallengePublisher;
import dev.plat.domains.check.Checker;
import dev.plat.domains.name.HostNames;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Optional;

/** What others need of this room. */
@Factory
final class DeliverBeans {

    @Singleton
    ChallengePublisher challenges(
            ServiceClient client,
            Optional<ZoneTexts> zones,
            Checker checker,
            HostNames names,
            InstantSource clock,
            @Value("${plat.domains.probe-port:80}") int port,
            @Value("${plat.certificates.tls-port:443}") int tlsPort) {
        return new Challenges(
                new EdgeChallenges(client, clock),
                zones.orElse(null),
                new CaView(checker, names, port, tlsPort));
    }
}
