package dev.plat.router.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between the driver and PostgreSQL. Counts round trips (a request after an answer) and can
 * break the connection just before or just after a COMMIT reaches the server. The driver prepares
 * COMMIT and sends its text only once, so it is known by its number among the trips.
 */
final class CuttingProxy implements AutoCloseable {

    enum Cut {
        NEVER,
        BEFORE_COMMIT,
        AFTER_COMMIT,
        /** And nobody gets through any more. */
        AFTER_COMMIT_AND_SHUT
    }

    private final ServerSocket listener;
    private final int target;
    private final AtomicInteger trips = new AtomicInteger();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private volatile Cut cut = Cut.NEVER;
    private final AtomicInteger orders = new AtomicInteger();
    private volatile int cutAtTrip;

    CuttingProxy(int target) {
        this.target = target;
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.startVirtualThread(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    int trips() {
        return trips.get();
    }

    /** In the second trip from now. */
    void cutSecondTrip(Cut when) {
        cutTrip(2, when);
    }

    /**
     * In the n-th trip from now of a connection that is open already, which is to be the one of a
     * COMMIT. The pool may be opening another one, whose greetings are trips too.
     */
    void cutTrip(int n, Cut when) {
        cutAtTrip = n;
        orders.incrementAndGet();
        cut = when;
    }

    boolean hasCut() {
        return cut == Cut.NEVER;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                sockets.addAll(List.of(client, server));
                Link link = new Link(client, server);
                Thread.startVirtualThread(link::up);
                Thread.startVirtualThread(link::down);
            } catch (IOException e) {
                return;
            }
        }
    }

    private final class Link {

        private final Socket client;
        private final Socket server;
        private volatile boolean answered = true;
        private final int bornAt = orders.get();
        private int order = bornAt;
        private int tripsOfOrder;
        private volatile boolean swallowAnswer;

        Link(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void up() {
            byte[] buffer = new byte[64 << 10];
            try (client;
                    server) {
                InputStream in = client.getInputStream();
                for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
                    if (answered && !isBegin(buffer, n)) {
                        trips.incrementAndGet();
                        answered = false;
                        tripsOfOrder = order == orders.get() ? tripsOfOrder + 1 : 1;
                        order = orders.get();
                    }
                    if (cut != Cut.NEVER && order > bornAt && tripsOfOrder == cutAtTrip) {
                        Cut now = cut;
                        cut = Cut.NEVER;
                        if (now == Cut.BEFORE_COMMIT) {
                            return;
                        }
                        swallowAnswer = true;
                        if (now == Cut.AFTER_COMMIT_AND_SHUT) {
                            listener.close();
                        }
                    }
                    server.getOutputStream().write(buffer, 0, n);
                }
            } catch (IOException e) {
                // One side is gone; closing both tells the other.
                return;
            }
        }

        /**
         * The driver sends BEGIN by itself and what follows at once, without waiting; the server
         * may be quicker to answer the one than this is to see the other.
         */
        private static boolean isBegin(byte[] buffer, int n) {
            String sent = new String(buffer, 0, n, StandardCharsets.ISO_8859_1);
            return sent.startsWith("Q") && sent.endsWith("BEGIN\0");
        }

        void down() {
            byte[] buffer = new byte[64 << 10];
            try (client;
                    server) {
                InputStream in = server.getInputStream();
                for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
                    if (swallowAnswer) {
                        return;
                    }
                    answered = true;
                    client.getOutputStream().write(buffer, 0, n);
                }
            } catch (IOException e) {
                return;
            }
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
