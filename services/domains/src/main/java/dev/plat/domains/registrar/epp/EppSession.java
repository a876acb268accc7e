package dev.plat.domains.registrar.epp;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * One line to the registry, logged in. After any exception it is of no use and must be closed.
 *
 * <p>Threads: one at a time.
 */
final class EppSession implements AutoCloseable {

    /** RFC 5734's length counts its own four bytes. */
    private static final int HEADER = 4;

    static final int FRAME_BYTES_MAX = 256 * 1024;

    private final EppSettings settings;
    private final Socket line;
    private final SSLSocket tls;
    private final DataInputStream in;
    private final DataOutputStream out;
    private Set<String> extensions = Set.of();
    private long usedNanos;
    private long deadlineNanos;
    private boolean closed;

    private EppSession(EppSettings settings, Socket line, SSLSocket tls) throws IOException {
        this.settings = settings;
        this.line = line;
        this.tls = tls;
        this.in = new DataInputStream(tls.getInputStream());
        this.out = new DataOutputStream(tls.getOutputStream());
    }

    /**
     * Connects, reads the greeting and logs in.
     *
     * @throws LoginRefused when the registry does not want us
     */
    static EppSession open(EppSettings settings, SSLContext context) throws IOException {
        int connectMillis = Math.toIntExact(settings.connect().toMillis());
        Socket line = new Socket();
        try {
            line.connect(new InetSocketAddress(settings.host(), settings.port()), connectMillis);
            line.setTcpNoDelay(true);
            line.setSoTimeout(connectMillis);
            SSLSocket tls =
                    (SSLSocket)
                            context.getSocketFactory()
                                    .createSocket(line, settings.host(), settings.port(), true);
            SSLParameters parameters = tls.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
            tls.setSSLParameters(parameters);
            tls.startHandshake();
            EppSession session = new EppSession(settings, line, tls);
            session.enter();
            return session;
        } catch (IOException | RuntimeException e) {
            line.close();
            throw e;
        }
    }

    private void enter() throws IOException {
        begin(settings.connect());
        Node menu = greeting();
        Set<String> objects = offered(menu.all(Vocabulary.EPP, "objURI"), settings.objects());
        if (!objects.containsAll(settings.objects())) {
            throw new LoginRefused("the registry lacks objects that we need");
        }
        Set<String> spoken = new HashSet<>();
        for (Node extension : menu.all(Vocabulary.EPP, "svcExtension")) {
            spoken.addAll(offered(extension.all(Vocabulary.EPP, "extURI"), settings.extensions()));
        }
        extensions = Set.copyOf(spoken);
        send(FrameWriter.frame(writer -> Login.write(writer, settings, objects, extensions)));
        Answer answer = Answer.of(receive());
        if (!answer.done()) {
            throw new LoginRefused("code " + answer.code());
        }
        usedNanos = System.nanoTime();
    }

    private static Set<String> offered(List<Node> uris, Set<String> wanted) {
        return uris.stream().map(Node::text).filter(wanted::contains).collect(Collectors.toSet());
    }

    private Node greeting() throws IOException {
        return receive().the(Vocabulary.EPP, "greeting").the(Vocabulary.EPP, "svcMenu");
    }

    /** The extensions both sides know. */
    Set<String> extensions() {
        return extensions;
    }

    boolean closed() {
        return closed;
    }

    boolean quietFor(Duration time) {
        return System.nanoTime() - usedNanos > time.toNanos();
    }

    /** Asks whether the registry is there. */
    void hello() throws IOException {
        begin(settings.connect());
        send(FrameWriter.frame(writer -> writer.empty(Vocabulary.EPP, "hello", Map.of())));
        Node menu = greeting();
        usedNanos = System.nanoTime();
        if (menu.all(Vocabulary.EPP, "objURI").isEmpty()) {
            throw new ProtocolException("a greeting without objects");
        }
    }

    /** Before a command: from now on its time runs. */
    void begin(Duration limit) {
        deadlineNanos = System.nanoTime() + limit.toNanos();
    }

    void send(byte[] frame) throws IOException {
        if (frame.length + HEADER > FRAME_BYTES_MAX) {
            throw new ProtocolException("our own frame is too long");
        }
        byte[] whole = new byte[frame.length + HEADER];
        for (int i = 0; i < HEADER; i++) {
            whole[i] = (byte) (whole.length >>> (8 * (HEADER - 1 - i)));
        }
        System.arraycopy(frame, 0, whole, HEADER, frame.length);
        out.write(whole);
        out.flush();
    }

    /** The answer to what was sent; the time-out is for the whole frame, not for each byte. */
    Node receive() throws IOException {
        byte[] header = read(HEADER);
        long length = 0;
        for (byte part : header) {
            length = length << 8 | (part & 0xFF);
        }
        if (length <= HEADER || length > FRAME_BYTES_MAX) {
            throw new ProtocolException("a frame of " + length + " bytes");
        }
        byte[] frame = read((int) length - HEADER);
        usedNanos = System.nanoTime();
        return FrameReader.read(frame);
    }

    private byte[] read(int length) throws IOException {
        byte[] bytes = new byte[length];
        int filled = 0;
        while (filled < length) {
            long left = (deadlineNanos - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new IOException("no answer in time");
            }
            tls.setSoTimeout((int) Math.min(left, Integer.MAX_VALUE));
            int count = in.read(bytes, filled, length - filled);
            if (count < 0) {
                throw new IOException("the registry ended the line");
            }
            filled += count;
        }
        return bytes;
    }

    /** Politely, but without waiting. */
    void logout() {
        try {
            send(
                    FrameWriter.frame(writer ->
                            writer.element(
                                    Vocabulary.EPP,
                                    "command",
                                    () -> {
                                        writer.empty(Vocabulary.EPP, "logout", Map.of());
                                        writer.text(Vocabulary.EPP, "clTRID", "logout");
                                    })));
        } catch (IOException e) {
            // it ends either way
        } finally {
            close();
        }
    }

    /** The line itself: TLS would first wait to say farewell to somebody who may not listen. */
    @Override
    public void close() {
        closed = true;
        try {
            line.close();
        } catch (IOException e) {
            // nothing is left to be closed
        }
    }
}
