package dev.plat.domains.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.domains.check.Observations.Probe;
import dev.plat.router.core.Deadline;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against a web server that answers each request with what the test wants. */
class HttpProbeTest {

    private static final ProbeKey KEY = new ProbeKey("0f".repeat(32));
    private static final ProbeKey OTHER = new ProbeKey("0e".repeat(32));
    private static final String NAME = "www.example.com";

    @Test
    void theAnswerToOurNonceIsOurs() throws IOException {
        Probe plain = ask(head -> "HTTP/1.1 200 OK\r\n\r\n" + KEY.answer(NAME, nonce(head)), true);
        Probe chunked =
                ask(
                        head ->
                                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n40\r\n"
                                        + KEY.answer(NAME, nonce(head))
                                        + "\r\n0\r\n\r\n",
                        true);

        assertThat(plain).isEqualTo(new Probe.Ours());
        assertThat(chunked).isEqualTo(new Probe.Ours());
    }

    @Test
    void anAnswerUnderAnotherKeyOrToAnotherNonceIsNot() throws IOException {
        Probe key = ask(head -> "HTTP/1.1 200 OK\r\n\r\n" + OTHER.answer(NAME, nonce(head)), true);
        Probe nonce = ask(_ -> "HTTP/1.1 200 OK\r\n\r\n" + KEY.answer(NAME, "0".repeat(24)), true);
        Probe inHead =
                ask(
                        head ->
                                "HTTP/1.1 404 No\r\nX: "
                                        + KEY.answer(NAME, nonce(head))
                                        + "\r\n\r\n",
                        true);

        assertThat(key).isEqualTo(new Probe.Foreign(200, ""));
        assertThat(nonce).isEqualTo(new Probe.Foreign(200, ""));
        assertThat(inHead).isEqualTo(new Probe.Foreign(404, ""));
    }

    @ParameterizedTest
    @CsvSource({
        "'HTTP/1.1 302 Found\r\nServer: nginx/1.2\r\nLocation: http://10.0.0.1/\r\n\r\n', 302,"
                + " nginx/1.2",
        "'HTTP/1.0 200 OK\nserver:  Apache \n\nhello', 200, Apache",
        "'SSH-2.0-OpenSSH_9.2\r\n', 0, ''",
        "'', 0, ''"
    })
    void whateverElseAnswersIsForeign(String answer, int status, String server) throws IOException {
        assertThat(ask(_ -> answer, true)).isEqualTo(new Probe.Foreign(status, server));
    }

    @Test
    void noMoreThanFourKibibytesAreRead() throws IOException {
        Probe late =
                ask(
                        head ->
                                "HTTP/1.1 200 OK\r\n\r\n"
                                        + "x".repeat(4_096)
                                        + KEY.answer(NAME, nonce(head)),
                        true);

        assertThat(late).isEqualTo(new Probe.Foreign(200, ""));
    }

    @Test
    void aPrivateAddressIsNotAskedOutsideTheLocalProfile() throws IOException {
        assertThat(ask(_ -> "HTTP/1.1 200 OK\r\n\r\n", false)).isEqualTo(new Probe.NotAsked());
    }

    @Test
    void aClosedPortIsClosed() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }

        assertThat(probe(free, true)).isEqualTo(new Probe.Closed("refused"));
    }

    private static Probe ask(UnaryOperator<String> site, boolean privateAddresses)
            throws IOException {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> serve(server, site));
            return probe(server.getLocalPort(), privateAddresses);
        }
    }

    private static Probe probe(int port, boolean privateAddresses) {
        return new HttpProbe(KEY, RandomGenerator.getDefault(), port, privateAddresses)
                .ask(NAME, InetAddress.getLoopbackAddress(), Deadline.in(Duration.ofSeconds(20)));
    }

    private static void serve(ServerSocket server, UnaryOperator<String> site) {
        try (Socket visitor = server.accept()) {
            byte[] head = new byte[2_048];
            int read = visitor.getInputStream().read(head);
            String request = new String(head, 0, read, StandardCharsets.US_ASCII);
            visitor.getOutputStream()
                    .write(site.apply(request).getBytes(StandardCharsets.US_ASCII));
        } catch (IOException gone) {
            // The probe had read enough, or never came.
        }
    }

    private static String nonce(String request) {
        String path = request.substring("GET ".length(), request.indexOf(" HTTP/"));
        return path.substring("/.plat/probe/".length());
    }
}
