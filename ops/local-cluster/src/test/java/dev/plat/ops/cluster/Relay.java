package dev.plat.ops.cluster;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What stands in for a CA's resolver: questions about zones of Plat's go to its name server, all
 * others to the customers', and the answers come back as they are.
 */
final class Relay implements AutoCloseable {

    private static final int BYTES_MAX = 4_096;
    private static final int MILLIS = 2_000;

    private final DatagramSocket socket;
    private final List<String> zones;
    private final InetSocketAddress others;
    private volatile InetSocketAddress ours;

    /**
     * @param zones Plat's, of two labels each
     */
    Relay(List<String> zones, InetSocketAddress ours, InetSocketAddress others)
            throws SocketException {
        this.socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        this.zones = zones.stream().map(Relay::onTheWire).toList();
        this.ours = ours;
        this.others = others;
        Thread.ofVirtual().name("relay").start(this::work);
    }

    int port() {
        return socket.getLocalPort();
    }

    /** Plat's name server stands there from now on. */
    void move(InetSocketAddress to) {
        ours = to;
    }

    @Override
    public void close() {
        socket.close();
    }

    private void work() {
        while (!socket.isClosed()) {
            DatagramPacket question = new DatagramPacket(new byte[BYTES_MAX], BYTES_MAX);
            try {
                socket.receive(question);
                Thread.startVirtualThread(() -> pass(question));
            } catch (IOException _) {
                // closed
            }
        }
    }

    private void pass(DatagramPacket question) {
        String text =
                new String(
                        question.getData(), 0, question.getLength(), StandardCharsets.ISO_8859_1);
        try (DatagramSocket out = new DatagramSocket()) {
            out.setSoTimeout(MILLIS);
            out.send(
                    new DatagramPacket(
                            question.getData(),
                            question.getLength(),
                            zones.stream().anyMatch(text::contains) ? ours : others));
            DatagramPacket answer = new DatagramPacket(new byte[BYTES_MAX], BYTES_MAX);
            out.receive(answer);
            socket.send(
                    new DatagramPacket(
                            answer.getData(), answer.getLength(), question.getSocketAddress()));
        } catch (IOException _) {
            // Whoever asks, asks again.
        }
    }

    /** Each label behind its length. */
    private static String onTheWire(String zone) {
        StringBuilder wire = new StringBuilder();
        for (String label : zone.split("\\.", -1)) {
            wire.append((char) label.length()).append(label);
        }
        return wire.toString();
    }
}
