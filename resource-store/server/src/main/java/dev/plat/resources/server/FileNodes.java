package dev.plat.resources.server;

import dev.plat.resources.engine.DiskEngine;
import dev.plat.resources.server.http.DataPort;
import dev.plat.resources.server.http.EventLoops;
import dev.plat.resources.server.http.PortLimits;
import dev.plat.schemas.ServiceTicket;
import dev.plat.schemas.Tier;
import io.micronaut.context.annotation.Context;
import jakarta.annotation.PreDestroy;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The nodes of this process: opened when it starts, drained and closed when it stops. */
@Context
final class FileNodes {

    private static final Logger LOG = LoggerFactory.getLogger(FileNodes.class);

    private final EventLoops loops = new EventLoops();
    private final Map<Tier, FileNode> nodes = new EnumMap<>(Tier.class);

    FileNodes(FileServerSettings settings) {
        ServiceTicket tickets = new ServiceTicket(settings.serviceSecret(), InstantSource.system());
        try {
            settings.ports().forEach((tier, port) -> open(settings, tier, port, tickets));
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** By tier. */
    Map<Tier, FileNode> nodes() {
        return nodes;
    }

    @PreDestroy
    void close() {
        nodes.values().forEach(FileNode::close);
        nodes.clear();
        loops.close();
        LOG.info("All disks are closed.");
    }

    private void open(FileServerSettings settings, Tier tier, int port, ServiceTicket tickets) {
        DiskEngine engine = DiskEngine.open(settings.engine(tier));
        try {
            DataPort bound =
                    new DataPort(
                            loops,
                            new InetSocketAddress(settings.host(), port),
                            engine,
                            tier,
                            settings.instance(),
                            tickets,
                            PortLimits.USUAL);
            nodes.put(tier, new FileNode(engine, bound));
            LOG.info(
                    "Node {} of {} serves {}:{}.",
                    settings.instance(),
                    tier.text(),
                    settings.host(),
                    bound.port());
        } catch (RuntimeException e) {
            engine.close();
            throw e;
        }
    }
}
