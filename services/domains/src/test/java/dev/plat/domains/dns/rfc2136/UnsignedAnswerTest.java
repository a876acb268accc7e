package dev.plat.domains.dns.rfc2136;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.domains.dns.DnsName;
import dev.plat.domains.dns.Outcome;
import dev.plat.domains.dns.Reading;
import dev.plat.router.core.Deadline;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;

/** Somebody on the way who answers in the server's place, without its key. */
class UnsignedAnswerTest {

    private static final TsigKey KEY =
            new TsigKey("plat", "cGxhdCBzaGFyZXMgdGhpcyB3aXRoIG5hbWUgc2VydmVycw==");
    private static final DnsName ZONE = DnsName.of("shop.test");

    @ParameterizedTest
    @ValueSource(
            ints = {Rcode.NOERROR, Rcode.NXDOMAIN, Rcode.REFUSED, Rcode.NOTAUTH, Rcode.NXRRSET})
    void anUnsignedAnswerIsUnknownWhateverItSays(int rcode) throws IOException {
        try (ServerSocket server = answering(question -> plain(question, rcode))) {
            Rfc2136Provider provider = provider(server);

            assertThat(provider.read(ZONE, deadline())).isInstanceOf(Reading.Unknown.class);
            assertThat(provider.apply(ZONE, 1, List.of(), deadline()))
                    .isInstanceOf(Outcome.Unknown.class);
            assertThat(provider.delete(ZONE, deadline())).isInstanceOf(Outcome.Unknown.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {Rcode.NOERROR, Rcode.REFUSED})
    void aSignatureOfAnotherMessageIsUnknown(int rcode) throws IOException {
        UnaryOperator<Message> echo =
                question -> {
                    Message answer = plain(question, rcode);
                    answer.addRecord(question.getTSIG(), org.xbill.DNS.Section.ADDITIONAL);
                    return answer;
                };
        try (ServerSocket server = answering(echo)) {
            assertThat(provider(server).read(ZONE, deadline())).isInstanceOf(Reading.Unknown.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 11, 12})
    void anAnswerThatIsNoneIsUnknown(int length) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 4, InetAddress.getLoopbackAddress())) {
            Thread.startVirtualThread(() -> serve(server, _ -> new byte[length]));

            assertThat(provider(server).read(ZONE, deadline())).isInstanceOf(Reading.Unknown.class);
        }
    }

    private static Message plain(Message question, int rcode) {
        Message answer = new Message(question.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setRcode(rcode);
        answer.addRecord(question.getQuestion(), org.xbill.DNS.Section.QUESTION);
        return answer;
    }

    private static ServerSocket answering(UnaryOperator<Message> answer) throws IOException {
        ServerSocket server = new ServerSocket(0, 4, InetAddress.getLoopbackAddress());
        Thread.startVirtualThread(() -> serve(server, question -> answer.apply(question).toWire()));
        return server;
    }

    private interface Bytes {
        byte[] of(Message question);
    }

    private static void serve(ServerSocket server, Bytes answer) {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                DataInputStream in = new DataInputStream(socket.getInputStream());
                byte[] octets = in.readNBytes(in.readUnsignedShort());
                byte[] said = answer.of(new Message(octets));
                DataOutputStream out = new DataOutputStream(socket.getOutputStream());
                out.writeShort(said.length);
                out.write(said);
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static Rfc2136Provider provider(ServerSocket server) {
        InetSocketAddress address = (InetSocketAddress) server.getLocalSocketAddress();
        return new Rfc2136Provider(address, List.of(address), KEY, Clock.systemUTC());
    }

    private static Deadline deadline() {
        return Deadline.in(Duration.ofSeconds(10));
    }
}
