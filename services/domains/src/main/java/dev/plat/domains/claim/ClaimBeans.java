package dev.plat.domains.claim;

import dev.plat.chassis.Secrets;
import dev.plat.domains.check.Platform;
import dev.plat.router.core.ControlPoints;
import dev.plat.router.core.StoppingPoints;
import dev.plat.schemas.IdGenerator;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;

/** What this room is given. */
@Factory
final class ClaimBeans {

    @Singleton
    Entropy entropy(InstantSource clock, IdGenerator ids) {
        return new Entropy(clock, new SecureRandom(), ids);
    }

    @Singleton
    ControlPoints points() {
        return StoppingPoints.ofProperties();
    }

    @Singleton
    ClaimLimits limits() {
        return ClaimLimits.USUAL;
    }

    @Singleton
    Contest.Delays delays() {
        return Contest.Delays.USUAL;
    }

    /** The key is its own: whoever changes another must not undo every proof there is. */
    @Singleton
    Proofs proofs(Secrets secrets) {
        byte[] key = HexFormat.of().parseHex(secrets.get("domains.label"));
        return new Proofs(new ProofLabels(key));
    }

    @Singleton
    SecurePort securePort(@Value("${plat.certificates.tls-port:443}") int port) {
        return new SecurePort(port);
    }

    @Singleton
    EdgePlace edge(Platform platform) {
        return new EdgePlace(
                platform.edgeName(),
                platform.addresses().stream().map(InetAddress::getHostAddress).toList());
    }
}
