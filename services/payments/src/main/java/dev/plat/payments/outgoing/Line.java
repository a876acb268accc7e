package dev.plat.payments.outgoing;

import dev.plat.router.core.Deadline;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Sends one message to a stranger. It connects to the address that was looked at, so that a name
 * which resolves otherwise a moment later cannot send us elsewhere; hence no HTTP client, which
 * would resolve by itself. The certificate is held against the name. No redirects, {@value
 * #HEAD_MAX} bytes of the answer's head, nothing of its body, and one deadline for everything after
 * the name servers have answered.
 *
 * <p>Threads: safe; blocking, and on threads of the platform, since asking name servers holds one.
 */
public final class Line implements AutoCloseable {

    private static final Duration CONNECT_MAX = Duration.ofSeconds(5);
    private static final int HEAD_MAX = 8_192;
    private static final int HTTPS = 443;
    private static final int OK = 200;
    private static final String END = "\r\n\r\n";
    private static final Pattern STATUS =
            Pattern.compile("HTTP/1\\.[01] ([1-5]\\d\\d)(?: [^\\r\\n]*)?\\r\\n");
    private static final Pattern PAUSE =
            Pattern.compile("(?im)^Retry-After:[ \\t]*(\\d{1,6})[ \\t]*\\r?$");

    private final Reach reach;
    private final SSLSocketFactory tls;
    private final Duration patience;
    private final ScheduledExecutorService watch =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("webhook-watch").factory());

    /**
     * @param tls whose certificates are believed
     * @param patience how long one message may take
     */
    public Line(Reach reach, SSLSocketFactory tls, Duration patience) {
        this.reach = reach;
        this.tls = tls;
        this.patience = patience;
    }

    /** Never throws: whatever happens there is an answer. */
    Answer post(URI url, Map<String, String> headers, byte[] body) {
        Deadline deadline = Deadline.in(patience);
        try {
            return post(url, headers, body, reach.addresses(url.getHost()), deadline);
        } catch (UnknownHostException e) {
            return new Answer.Silence("the name servers do not know its name");
        } catch (Reach.RefusedAddressException e) {
            return new Answer.Silence(String.valueOf(e.getMessage()));
        } catch (SSLException e) {
            return new Answer.Silence(
                    deadline.passed() ? "no answer in time" : "no TLS: " + shown(e));
        } catch (IOException e) {
            return new Answer.Silence(deadline.passed() ? "no answer in time" : shown(e));
        }
    }

    private Answer post(
            URI url,
            Map<String, String> headers,
            byte[] body,
            List<InetAddress> addresses,
            Deadline deadline)
            throws IOException {
        int port = url.getPort() < 0 ? HTTPS : url.getPort();
        try (Socket plain = connected(addresses, port, deadline)) {
            // A limit on each read is none on all of them: what trickles is cut off.
            Future<?> end =
                    watch.schedule(
                            () -> shut(plain), deadline.left().toMillis(), TimeUnit.MILLISECONDS);
            try (SSLSocket socket =
                    (SSLSocket) tls.createSocket(plain, Reach.bare(url.getHost()), port, true)) {
                SSLParameters wanted = socket.getSSLParameters();
                wanted.setEndpointIdentificationAlgorithm("HTTPS");
                socket.setSSLParameters(wanted);
                OutputStream out = socket.getOutputStream();
                out.write(head(url, headers, body.length).getBytes(StandardCharsets.US_ASCII));
                out.write(body);
                out.flush();
                return read(socket.getInputStream());
            } finally {
                end.cancel(false);
            }
        }
    }

    /** To the first that takes us. */
    private static Socket connected(List<InetAddress> addresses, int port, Deadline deadline)
            throws IOException {
        IOException last = new IOException("no address");
        for (InetAddress address : addresses) {
            Socket socket = new Socket();
            try {
                long millis = deadline.atMost(CONNECT_MAX).left().toMillis();
                if (millis <= 0) {
                    throw new SocketTimeoutException("no time left");
                }
                socket.connect(new InetSocketAddress(address, port), (int) millis);
                return socket;
            } catch (IOException e) {
                socket.close();
                last = e;
            }
        }
        throw last;
    }

    private static void shut(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException("a socket does not close", e);
        }
    }

    private static String head(URI url, Map<String, String> headers, int length) {
        String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        String port = url.getPort() < 0 ? "" : ":" + url.getPort();
        StringBuilder head =
                new StringBuilder("POST ")
                        .append(path)
                        .append(query)
                        .append(" HTTP/1.1\r\nHost: ")
                        .append(url.getHost())
                        .append(port)
                        .append("\r\nUser-Agent: plat-webhooks/1\r\nContent-Type: application/json")
                        .append("\r\nContent-Length: ")
                        .append(length)
                        .append("\r\nConnection: close\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        return head.append("\r\n").toString();
    }

    /** What comes before the final status is passed over. */
    private static Answer read(InputStream in) throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        byte[] buffer = new byte[HEAD_MAX];
        int from = 0;
        while (read.size() < HEAD_MAX) {
            int more = in.read(buffer, 0, HEAD_MAX - read.size());
            if (more < 0) {
                break;
            }
            read.write(buffer, 0, more);
            String text = read.toString(StandardCharsets.ISO_8859_1);
            for (int end = text.indexOf(END, from); end >= 0; end = text.indexOf(END, from)) {
                Matcher status = STATUS.matcher(text.substring(from, end + 2));
                if (!status.lookingAt()) {
                    return new Answer.Silence("the answer is not HTTP/1.1");
                }
                int code = Integer.parseInt(status.group(1));
                if (code >= OK) {
                    return new Answer.Status(code, pause(text.substring(from, end + 2)));
                }
                from = end + END.length();
            }
        }
        return new Answer.Silence("the answer is cut off, or has no end");
    }

    private static Duration pause(String head) {
        Matcher pause = PAUSE.matcher(head);
        return pause.find() ? Duration.ofSeconds(Long.parseLong(pause.group(1))) : Duration.ZERO;
    }

    private static String shown(IOException e) {
        String why = String.valueOf(e.getMessage());
        return why.length() > 100 ? why.substring(0, 100) : why;
    }

    @Override
    public void close() {
        watch.shutdownNow();
    }
}
