package dev.plat.ops.sandbox.registry.epp;

import dev.plat.ops.sandbox.registry.book.Book;
import dev.plat.ops.sandbox.registry.xml.Grammar;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens for registrars, on loopback only.
 *
 * <p>Threads: safe; each session has a virtual one.
 */
public final class EppServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EppServer.class);
    private static final int BACKLOG = 64;
    private static final int CONNECTIONS_MAX = 256;

    /** As many as real registries allow each registrar. */
    static final int SESSIONS_MAX = 4;

    private final ServerSocket door;
    private final SSLContext tls;
    private final Book book;
    private final Grammar grammar;
    private final Faults faults;
    private final Map<String, Registrar> registrars;
    private final Map<String, AtomicInteger> sessions = new ConcurrentHashMap<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private EppServer(
            ServerSocket door,
            SSLContext tls,
            Book book,
            Grammar grammar,
            Faults faults,
            Set<Registrar> registrars) {
        this.door = door;
        this.tls = tls;
        this.book = book;
        this.grammar = grammar;
        this.faults = faults;
        this.registrars = registrars.stream().collect(Collectors.toMap(Registrar::id, r -> r));
    }

    /**
     * Listens.
     *
     * @param port 0 takes any
     */
    public static EppServer start(
            int port,
            SSLContext tls,
            Book book,
            Grammar grammar,
            Faults faults,
            Set<Registrar> registrars)
            throws IOException {
        ServerSocket door = new ServerSocket(port, BACKLOG, InetAddress.getLoopbackAddress());
        EppServer server = new EppServer(door, tls, book, grammar, faults, registrars);
        server.threads.execute(server::accept);
        return server;
    }

    public int port() {
        return door.getLocalPort();
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket line = door.accept();
                if (open.size() >= CONNECTIONS_MAX) {
                    line.close();
                    continue;
                }
                open.add(line);
                threads.execute(() -> serve(line));
            } catch (IOException e) {
                if (!door.isClosed()) {
                    LOG.warn("a connection was not taken: {}", e.getMessage());
                }
            }
        }
    }

    private void serve(Socket line) {
        try (line) {
            new Session(line, tls, this).run();
        } catch (IOException e) {
            LOG.info("a session ended: {}", e.getMessage());
        } finally {
            open.remove(line);
        }
    }

    Book book() {
        return book;
    }

    Grammar grammar() {
        return grammar;
    }

    Faults faults() {
        return faults;
    }

    /** Whether this is who the certificate says, and knows the password. */
    boolean knows(String certificate, String id, String password) {
        Registrar registrar = registrars.get(id);
        return registrar != null
                && registrar.id().equals(certificate)
                && registrar.password().equals(password);
    }

    /** False when the registrar has as many as allowed. */
    boolean enter(String registrar) {
        AtomicInteger count = sessions.computeIfAbsent(registrar, _ -> new AtomicInteger());
        if (count.incrementAndGet() > SESSIONS_MAX) {
            count.decrementAndGet();
            return false;
        }
        return true;
    }

    void leave(String registrar) {
        AtomicInteger count = sessions.get(registrar);
        if (count != null) {
            count.decrementAndGet();
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        for (Socket line : open) {
            line.close();
        }
        threads.shutdownNow();
    }
}
