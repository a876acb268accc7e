package dev.plat.ops.chaos.rig;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A port of this machine that leads to another one until it is cut, and may keep what is said.
 *
 * <p>Threads: safe.
 */
public final class CuttableLine implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CuttableLine.class);

    private final ServerSocket listener;
    private final int target;
    private final Optional<Path> record;
    private final AtomicInteger kept = new AtomicInteger();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;

    public CuttableLine(int target) {
        this(target, Optional.empty());
    }

    /** All that is said goes to the folder as well, a file for each connection and direction. */
    public static CuttableLine recorded(int target, Path folder) {
        return new CuttableLine(target, Optional.of(folder));
    }

    private CuttableLine(int target, Optional<Path> record) {
        this.target = target;
        this.record = record;
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    public String address() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    /** Ends what is connected and refuses what comes, until {@link #mend}. */
    public void cut() {
        cut = true;
        sockets.forEach(CuttableLine::end);
    }

    public void mend() {
        cut = false;
    }

    @Override
    public void close() {
        cut();
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                if (cut) {
                    end(client);
                    continue;
                }
                Thread.ofVirtual().start(() -> join(client));
            } catch (IOException e) {
                LOG.debug("closed: {}", e.toString());
            }
        }
    }

    private void join(Socket client) {
        try {
            Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            sockets.add(client);
            sockets.add(server);
            Thread.ofVirtual().start(() -> carry(client, server));
            carry(server, client);
        } catch (IOException e) {
            LOG.debug("nobody listens behind: {}", e.toString());
            end(client);
        }
    }

    private void carry(Socket from, Socket to) {
        try (from;
                to;
                OutputStream keeping = keeping()) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[64 << 10];
            for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
                out.write(buffer, 0, n);
                keeping.write(buffer, 0, n);
            }
        } catch (IOException _) {
            // Cut, or one side is gone: closing both tells the other.
            end(to);
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private OutputStream keeping() throws IOException {
        return record.isEmpty()
                ? OutputStream.nullOutputStream()
                : Files.newOutputStream(record.get().resolve("said-" + kept.incrementAndGet()));
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
