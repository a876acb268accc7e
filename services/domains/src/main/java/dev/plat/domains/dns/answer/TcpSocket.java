package dev.plat.domains.dns.answer;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One TCP port, a virtual thread for each connection. Beyond the limit new ones are closed at once;
 * one that reads nothing of what it asked for is closed when its age is up, since a blocked write
 * has no time-out of its own.
 */
final class TcpSocket implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(TcpSocket.class);
    private static final int BACKLOG = 128;

    private final ServerSocket listener;
    private final Responder responder;
    private final AnswererSettings settings;
    private final Semaphore permits;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService ages =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("dns-tcp-ages").factory());

    TcpSocket(InetSocketAddress address, Responder responder, AnswererSettings settings)
            throws IOException {
        this.listener = new ServerSocket(address.getPort(), BACKLOG, address.getAddress());
        this.responder = responder;
        this.settings = settings;
        this.permits = new Semaphore(settings.tcpConnections());
        Thread.ofPlatform().daemon().name("dns-tcp-" + address.getPort()).start(this::accept);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                if (!permits.tryAcquire()) {
                    socket.close();
                    continue;
                }
                open.add(socket);
                Thread.ofVirtual().name("dns-tcp").start(() -> serve(socket));
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    LOG.warn("a connection could not be taken", e);
                }
            }
        }
    }

    private void serve(Socket socket) {
        ScheduledFuture<?> end =
                ages.schedule(
                        () -> close(socket), settings.tcpAge().toMillis(), TimeUnit.MILLISECONDS);
        try (socket) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) settings.tcpIdle().toMillis());
            DataInputStream in =
                    new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            while (answerNext(in, socket.getOutputStream())) {
                // Until the other side has enough.
            }
        } catch (IOException gone) {
            LOG.debug("a connection ended", gone);
        } finally {
            end.cancel(false);
            open.remove(socket);
            permits.release();
        }
    }

    private boolean answerNext(DataInputStream in, OutputStream out) throws IOException {
        byte[] question;
        try {
            question = new byte[in.readUnsignedShort()];
        } catch (EOFException end) {
            return false;
        }
        in.readFully(question);
        Optional<byte[]> answer = responder.overTcp(question);
        if (answer.isEmpty()) {
            return false;
        }
        byte[] framed = new byte[answer.get().length + 2];
        framed[0] = (byte) (answer.get().length >> 8);
        framed[1] = (byte) answer.get().length;
        System.arraycopy(answer.get(), 0, framed, 2, answer.get().length);
        out.write(framed);
        return true;
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException gone) {
            LOG.debug("a connection was gone", gone);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        ages.shutdownNow();
        open.forEach(TcpSocket::close);
    }
}
