package dev.plat.chassis;

import dev.plat.router.core.Instance;
import dev.plat.router.core.Topology;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Tells the registry that this process is there, once it listens. */
@Singleton
final class Announcer implements ApplicationEventListener<ServerStartupEvent> {

    private final Topology topology;
    private final ServiceIdentity identity;
    private final ProcessSettings settings;
    private final InstantSource clock;

    Announcer(
            Topology topology,
            ServiceIdentity identity,
            ProcessSettings settings,
            InstantSource clock) {
        this.topology = topology;
        this.identity = identity;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public void onApplicationEvent(ServerStartupEvent event) {
        EmbeddedServer server = event.getSource();
        String scheme = server.getScheme().equals("https") ? Instance.TLS : "";
        String host = settings.host() == null ? server.getHost() : settings.host();
        String address = scheme + host + ":" + server.getPort();
        topology.announce(
                new Instance(identity.name(), settings.instance(), address, clock.instant()));
    }
}
