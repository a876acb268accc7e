package dev.plat.resources.server;

import dev.plat.router.core.Instance;
import dev.plat.router.core.Topology;
import dev.plat.router.registry.RegistrySettings;
import dev.plat.router.registry.ZooKeeperTopology;
import dev.plat.schemas.PlatException;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the registry that this process lives, beside its work: a node serves its folder whether the
 * registry answers or not, and is announced as soon as it does.
 */
@Singleton
final class Announcement implements ApplicationEventListener<ServerStartupEvent> {

    private static final Logger LOG = LoggerFactory.getLogger(Announcement.class);
    private static final String SERVICE = "resource-store";
    private static final String ROOT = "/plat";

    private final FileServerSettings settings;
    private @Nullable Topology topology;
    private boolean closed;

    Announcement(FileServerSettings settings) {
        this.settings = settings;
    }

    @Override
    public void onApplicationEvent(ServerStartupEvent event) {
        if (settings.zookeeper().isEmpty()) {
            LOG.info("No registry is named, so this node announces itself nowhere.");
            return;
        }
        String address = settings.host() + ":" + event.getSource().getPort();
        Instance instance = new Instance(SERVICE, settings.instance(), address, Instant.now());
        Thread.ofVirtual().name("announcement").start(() -> announce(instance));
    }

    synchronized boolean connected() {
        return topology != null && topology.connected();
    }

    @PreDestroy
    synchronized void close() {
        closed = true;
        if (topology != null) {
            topology.close();
        }
    }

    private void announce(Instance instance) {
        RegistrySettings registry =
                new RegistrySettings(
                        settings.zookeeper(),
                        ROOT,
                        settings.data().resolve("registry"),
                        settings.ports().keySet());
        try {
            keep(ZooKeeperTopology.open(registry), instance);
        } catch (PlatException e) {
            LOG.error("This node cannot join the registry and is not announced.", e);
        }
    }

    private synchronized void keep(Topology opened, Instance instance) {
        if (closed) {
            opened.close();
            return;
        }
        topology = opened;
        opened.announce(instance);
    }
}
