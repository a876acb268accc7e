package dev.plat.ops.sandbox.registry.dns;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

/**
 * One address, over UDP and TCP. It is asked by this machine only, so nothing is limited but the
 * size and the time of each exchange.
 *
 * <p>Threads: safe.
 */
public final class NameServer implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(NameServer.class);
    private static final int UDP_PLAIN_MAX = 512;
    private static final int UDP_MAX = 1_232;
    private static final int TCP_MAX = 65_535;
    private static final int BACKLOG = 64;
    private static final int TRIES = 20;
    private static final int IDLE_MILLIS = 10_000;

    private final Referrals referrals;
    private final DatagramSocket udp;
    private final ServerSocket tcp;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private NameServer(Referrals referrals, DatagramSocket udp, ServerSocket tcp) {
        this.referrals = referrals;
        this.udp = udp;
        this.tcp = tcp;
    }

    /** Answers from now on; port 0 takes any that is free for both. */
    public static NameServer start(InetSocketAddress address, Referrals referrals)
            throws IOException {
        for (int tried = 1; ; tried++) {
            ServerSocket tcp = new ServerSocket(address.getPort(), BACKLOG, address.getAddress());
            try {
                NameServer server =
                        new NameServer(
                                referrals, new DatagramSocket(tcp.getLocalSocketAddress()), tcp);
                var _ = server.threads.submit(server::overUdp);
                var _ = server.threads.submit(server::overTcp);
                return server;
            } catch (IOException e) {
                // What is free for one may be taken for the other.
                tcp.close();
                if (address.getPort() != 0 || tried == TRIES) {
                    throw e;
                }
            }
        }
    }

    public int port() {
        return tcp.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        udp.close();
        tcp.close();
        threads.shutdownNow();
    }

    private void overUdp() {
        byte[] buffer = new byte[TCP_MAX];
        while (!udp.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                udp.receive(packet);
                byte[] question = Arrays.copyOf(buffer, packet.getLength());
                Optional<byte[]> answer = answer(question, true);
                if (answer.isPresent()) {
                    byte[] octets = answer.get();
                    udp.send(new DatagramPacket(octets, octets.length, packet.getSocketAddress()));
                }
            } catch (IOException e) {
                LOG.debug("a datagram was lost", e);
            }
        }
    }

    private void overTcp() {
        while (!tcp.isClosed()) {
            try {
                Socket socket = tcp.accept();
                var _ = threads.submit(() -> serve(socket));
            } catch (IOException e) {
                LOG.debug("a connection was lost", e);
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setSoTimeout(IDLE_MILLIS);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            while (true) {
                byte[] question = new byte[in.readUnsignedShort()];
                in.readFully(question);
                Optional<byte[]> answer = answer(question, false);
                if (answer.isEmpty()) {
                    return;
                }
                byte[] octets = new byte[2 + answer.get().length];
                octets[0] = (byte) (answer.get().length >> 8);
                octets[1] = (byte) answer.get().length;
                System.arraycopy(answer.get(), 0, octets, 2, answer.get().length);
                out.write(octets);
            }
        } catch (EOFException e) {
            LOG.trace("a connection has ended", e);
        } catch (IOException e) {
            LOG.debug("a connection was lost", e);
        }
    }

    /** Empty for what is no question. */
    private Optional<byte[]> answer(byte[] octets, boolean overUdp) {
        Message query;
        try {
            query = new Message(octets);
        } catch (IOException e) {
            return Optional.empty();
        }
        Header asked = query.getHeader();
        if (asked.getFlag(Flags.QR)) {
            return Optional.empty();
        }
        Message answer = new Message(asked.getID());
        Header header = answer.getHeader();
        header.setFlag(Flags.QR);
        header.setOpcode(asked.getOpcode());
        OPTRecord edns = query.getOPT();
        if (asked.getOpcode() != Opcode.QUERY) {
            header.setRcode(Rcode.NOTIMP);
        } else if (query.getSection(Section.QUESTION).size() != 1) {
            header.setRcode(Rcode.FORMERR);
        } else {
            answer.addRecord(query.getQuestion(), Section.QUESTION);
            referrals.answer(query.getQuestion(), answer);
        }
        if (edns != null) {
            answer.addRecord(new OPTRecord(UDP_MAX, 0, 0), Section.ADDITIONAL);
        }
        if (!overUdp) {
            return Optional.of(answer.toWire(TCP_MAX));
        }
        // Cut, with TC set, where it is longer.
        int most =
                edns == null
                        ? UDP_PLAIN_MAX
                        : Math.clamp(edns.getPayloadSize(), UDP_PLAIN_MAX, UDP_MAX);
        return Optional.of(answer.toWire(most));
    }
}
