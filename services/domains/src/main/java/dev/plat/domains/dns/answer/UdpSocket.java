package dev.plat.domains.dns.answer;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Blocking threads on one UDP port, each with a question at a time. */
final class UdpSocket implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(UdpSocket.class);

    /** Every second question beyond the limit is sent to TCP: people get through, floods do not. */
    private static final int SLIP = 2;

    private final DatagramChannel channel;
    private final Responder responder;
    private final RateLimit limit;
    private final AtomicLong beyond = new AtomicLong();

    UdpSocket(InetSocketAddress address, int threads, Responder responder, RateLimit limit)
            throws IOException {
        this.channel = DatagramChannel.open().bind(address);
        this.responder = responder;
        this.limit = limit;
        for (int i = 0; i < threads; i++) {
            Thread.ofPlatform().daemon().name("dns-udp-" + address.getPort()).start(this::run);
        }
    }

    private void run() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(Responder.TCP_MAX);
        while (channel.isOpen()) {
            try {
                answerNext(buffer);
            } catch (ClosedChannelException closed) {
                return;
            } catch (IOException e) {
                // Such as a peer's port that is closed; the next one has nothing to do with it.
                LOG.debug("a datagram was lost", e);
            }
        }
    }

    private void answerNext(ByteBuffer buffer) throws IOException {
        SocketAddress from = channel.receive(buffer.clear());
        byte[] octets = new byte[buffer.flip().remaining()];
        buffer.get(octets);
        Optional<byte[]> answer =
                from instanceof InetSocketAddress peer && limit.allows(peer.getAddress())
                        ? responder.overUdp(octets)
                        : tooMany(octets);
        if (answer.isPresent()) {
            buffer.clear().put(answer.get()).flip();
            channel.send(buffer, from);
        }
    }

    private Optional<byte[]> tooMany(byte[] octets) {
        return beyond.incrementAndGet() % SLIP == 0
                ? responder.comeOverTcp(octets)
                : Optional.empty();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
