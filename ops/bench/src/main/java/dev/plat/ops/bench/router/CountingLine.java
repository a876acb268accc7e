package dev.plat.ops.bench.router;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A way to a server that counts round trips: whenever the client speaks after the server has. What
 * the client sends in several pieces, or the server answers in several, is one.
 *
 * <p>Threads: safe.
 */
final class CountingLine implements AutoCloseable {

    private static final int PIECE_BYTES = 16 * 1024;

    private final ServerSocket door;
    private final int target;
    private final AtomicLong trips = new AtomicLong();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    private CountingLine(ServerSocket door, int target) {
        this.door = door;
        this.target = target;
    }

    static CountingLine to(int target) {
        try {
            ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            CountingLine line = new CountingLine(door, target);
            Thread.ofVirtual().start(line::accept);
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return door.getLocalPort();
    }

    long trips() {
        return trips.get();
    }

    @Override
    public void close() {
        shut(door);
        sockets.forEach(CountingLine::shut);
    }

    private void accept() {
        try {
            while (true) {
                Socket client = door.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                sockets.add(client);
                sockets.add(server);
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                AtomicBoolean serverSpokeLast = new AtomicBoolean(true);
                Thread.ofVirtual()
                        .start(() ->
                                carry(
                                        client,
                                        server,
                                        () -> {
                                            if (serverSpokeLast.compareAndSet(true, false)) {
                                                trips.incrementAndGet();
                                            }
                                        }));
                Thread.ofVirtual()
                        .start(() -> carry(server, client, () -> serverSpokeLast.set(true)));
            }
        } catch (IOException closed) {
            close();
        }
    }

    private static void carry(Socket from, Socket to, Runnable onPiece) {
        byte[] piece = new byte[PIECE_BYTES];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                onPiece.run();
                out.write(piece, 0, n);
            }
        } catch (IOException closed) {
            shut(to);
        }
    }

    private static void shut(AutoCloseable each) {
        try {
            each.close();
        } catch (Exception gone) {
            Thread.onSpinWait();
        }
    }
}
