package dev.plat.domains.check;

import dev.plat.chassis.calls.PublicAddresses;
import dev.plat.domains.check.Observations.Probe;
import dev.plat.router.core.Deadline;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks the web server at one address whether it leads to us. It connects to the address that was
 * looked at, so that a name which resolves otherwise a moment later cannot send us elsewhere; hence
 * no HTTP client, which would resolve by itself. No redirects, {@value #BYTES_MAX} bytes, five
 * seconds.
 *
 * <p>Threads: safe.
 */
final class HttpProbe {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int BYTES_MAX = 4_096;
    private static final int SHOWN_MAX = 60;

    /** 24 hex digits; nodes take 16 to 128 characters. */
    private static final int NONCE_BYTES = 12;

    private static final Pattern STATUS =
            Pattern.compile("HTTP/1\\.[01] (\\d{3})[^\\r\\n]*\\r?\\n");
    private static final Pattern SERVER =
            Pattern.compile("(?im)^Server:[ \\t]*([\\x20-\\x7e]*?)[ \\t]*\\r?$");

    private final ProbeKey key;
    private final RandomGenerator random;
    private final int port;
    private final boolean privateAddresses;

    HttpProbe(ProbeKey key, RandomGenerator random, int port, boolean privateAddresses) {
        this.key = key;
        this.random = random;
        this.port = port;
        this.privateAddresses = privateAddresses;
    }

    Probe ask(String name, InetAddress address, Deadline whole) {
        if (!privateAddresses && !PublicAddresses.contains(address)) {
            return new Probe.NotAsked();
        }
        byte[] bytes = new byte[NONCE_BYTES];
        random.nextBytes(bytes);
        String nonce = HexFormat.of().formatHex(bytes);
        Deadline deadline = whole.atMost(PATIENCE);
        String answer;
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), millis(deadline));
            answer = exchange(socket, name, nonce, deadline);
        } catch (SocketTimeoutException e) {
            return new Probe.Closed("no answer");
        } catch (NoRouteToHostException e) {
            return unreachable(address);
        } catch (IOException e) {
            String why = String.valueOf(e.getMessage());
            return why.contains("unreachable")
                    ? unreachable(address)
                    : new Probe.Closed(why.contains("refused") ? "refused" : "cut off");
        }
        return judge(answer, key.answer(name, nonce));
    }

    private static Probe unreachable(InetAddress address) {
        return address instanceof Inet6Address
                ? new Probe.NotAsked()
                : new Probe.Closed("unreachable");
    }

    private static String exchange(Socket socket, String name, String nonce, Deadline deadline)
            throws IOException {
        String request =
                "GET /.plat/probe/"
                        + nonce
                        + " HTTP/1.1\r\nHost: "
                        + name
                        + "\r\nUser-Agent: plat-check/1\r\nAccept: text/plain\r\n"
                        + "Connection: close\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        InputStream in = socket.getInputStream();
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        byte[] buffer = new byte[BYTES_MAX];
        while (answer.size() < BYTES_MAX) {
            socket.setSoTimeout(millis(deadline));
            int read;
            try {
                read = in.read(buffer, 0, BYTES_MAX - answer.size());
            } catch (SocketTimeoutException e) {
                // Whoever keeps the connection open has said by now what there was to say.
                if (answer.size() > 0) {
                    break;
                }
                throw e;
            }
            if (read < 0) {
                break;
            }
            answer.write(buffer, 0, read);
        }
        return answer.toString(StandardCharsets.ISO_8859_1);
    }

    private static Probe judge(String answer, String expected) {
        Matcher status = STATUS.matcher(answer);
        if (!status.lookingAt()) {
            return new Probe.Foreign(0, "");
        }
        int head = answer.indexOf("\r\n\r\n");
        int end = head < 0 ? answer.length() : head;
        if (status.group(1).equals("200") && answer.substring(end).contains(expected)) {
            return new Probe.Ours();
        }
        Matcher server = SERVER.matcher(answer.substring(0, end));
        String shown = server.find() ? server.group(1) : "";
        return new Probe.Foreign(
                Integer.parseInt(status.group(1)),
                shown.length() > SHOWN_MAX ? shown.substring(0, SHOWN_MAX) : shown);
    }

    private static int millis(Deadline deadline) throws SocketTimeoutException {
        long left = deadline.left().toMillis();
        if (left <= 0) {
            throw new SocketTimeoutException("no time left");
        }
        return (int) left;
    }
}
