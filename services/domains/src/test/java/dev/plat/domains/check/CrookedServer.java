package dev.plat.domains.check;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A name server that answers over UDP whatever a test wants; nobody listens on TCP. */
final class CrookedServer implements AutoCloseable {

    private final DatagramSocket socket;
    private final AtomicInteger questions = new AtomicInteger();

    private CrookedServer(DatagramSocket socket) {
        this.socket = socket;
    }

    /**
     * Listens at once.
     *
     * @param answer of the question's bytes; empty for none
     */
    static CrookedServer start(InetSocketAddress address, Function<byte[], Optional<byte[]>> answer)
            throws SocketException {
        CrookedServer server = new CrookedServer(new DatagramSocket(address));
        Thread.ofVirtual().start(() -> server.run(answer));
        return server;
    }

    int questions() {
        return questions.get();
    }

    private void run(Function<byte[], Optional<byte[]>> answer) {
        byte[] buffer = new byte[2_048];
        while (!socket.isClosed()) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            try {
                socket.receive(packet);
                questions.incrementAndGet();
                Optional<byte[]> reply = answer.apply(Arrays.copyOf(buffer, packet.getLength()));
                if (reply.isPresent()) {
                    byte[] bytes = reply.get();
                    socket.send(new DatagramPacket(bytes, bytes.length, packet.getSocketAddress()));
                }
            } catch (IOException closed) {
                return;
            }
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
