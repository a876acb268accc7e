package dev.plat.domains;

import dev.plat.domains.renewal.CertificateLoop;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import jakarta.inject.Singleton;

/** Begins to work on certificates once the process listens. */
@Singleton
@Requires(property = "plat.certificates.issuer")
@Requires(property = "plat.certificates.work", notEquals = "false")
final class CertificateProcess implements ApplicationEventListener<ServerStartupEvent> {

    private final CertificateLoop loop;

    CertificateProcess(CertificateLoop loop) {
        this.loop = loop;
    }

    @Override
    public void onApplicationEvent(ServerStartupEvent event) {
        loop.start();
    }
}
