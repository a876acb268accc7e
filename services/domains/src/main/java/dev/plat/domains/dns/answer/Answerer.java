package dev.plat.domains.dns.answer;

import dev.plat.domains.dns.DnsProvider;
import dev.plat.domains.dns.Zone;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The embedded name server. It starts with the zones in its folder and needs nobody for that; what
 * changes comes through {@link #provider}.
 *
 * <p>Threads: start and close by one; the provider is safe.
 */
public final class Answerer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Answerer.class);

    private enum State {
        LATENT,
        STARTED,
        CLOSED
    }

    private final AnswererSettings settings;
    private final LiveZones zones = new LiveZones();
    private final Responder responder = new Responder(zones);
    private final RateLimit limit;
    private final EmbeddedProvider provider;
    private final List<Closeable> sockets = new ArrayList<>();
    private State state = State.LATENT;

    /**
     * Latent.
     *
     * @param salt random, so that nobody knows which networks share a place of the rate limit
     * @param nanos monotonic, as {@link System#nanoTime()}
     */
    public Answerer(AnswererSettings settings, long salt, LongSupplier nanos) {
        this.settings = settings;
        this.limit = new RateLimit(settings.udpPerSecond(), settings.udpBurst(), salt, nanos);
        this.provider = new EmbeddedProvider(zones, new ZoneFolder(settings.folder()), addresses());
    }

    /** Reads the folder and opens all ports, or none. */
    public void start() {
        if (state != State.LATENT) {
            throw new IllegalStateException("started before");
        }
        state = State.STARTED;
        try {
            for (Zone zone : new ZoneFolder(settings.folder()).load()) {
                zones.put(zone);
            }
            for (InetSocketAddress address : addresses()) {
                sockets.add(new UdpSocket(address, settings.udpThreads(), responder, limit));
                sockets.add(new TcpSocket(address, responder, settings));
            }
        } catch (IOException e) {
            close();
            throw new UncheckedIOException("the name server could not start", e);
        }
        LOG.info("answering {} zones on port {}", zones.count(), settings.port());
    }

    public DnsProvider provider() {
        return provider;
    }

    public List<InetSocketAddress> addresses() {
        return settings.addresses().stream()
                .map((InetAddress address) -> new InetSocketAddress(address, settings.port()))
                .toList();
    }

    @Override
    public void close() {
        state = State.CLOSED;
        for (Closeable socket : sockets) {
            try {
                socket.close();
            } catch (IOException e) {
                LOG.warn("a port could not be closed", e);
            }
        }
        sockets.clear();
    }
}
