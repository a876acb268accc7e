package dev.plat.hosting.serve;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A raw connection to the visitors' port: says exactly what a test wants said. */
public final class Visitor implements AutoCloseable {

    private final Socket socket;
    private final InputStream in;

    public Visitor(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(10_000);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** One answer as it came; names of fields in lower case. */
    @SuppressWarnings("ArrayRecordComponent") // never compared as a whole
    public record Reply(int status, Map<String, String> fields, byte[] body, String head) {

        public String field(String name) {
            return fields.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }

        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    public void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    public void endInput() throws IOException {
        socket.shutdownOutput();
    }

    public Reply get(String host, String target, String... fieldLines) throws IOException {
        return ask("GET", host, target, fieldLines);
    }

    public Reply ask(String method, String host, String target, String... fieldLines)
            throws IOException {
        StringBuilder text =
                new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: " + host + "\r\n");
        for (String line : fieldLines) {
            text.append(line).append("\r\n");
        }
        send(text.append("\r\n").toString());
        return read(method.equals("HEAD"));
    }

    public Reply read(boolean headOnly) throws IOException {
        String head = readHead();
        String[] lines = head.split("\r\n", -1);
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = 1; i < lines.length - 2; i++) {
            int colon = lines[i].indexOf(':');
            String name = lines[i].substring(0, colon).toLowerCase(Locale.ROOT);
            if (fields.put(name, lines[i].substring(colon + 1).strip()) != null) {
                throw new IOException("twice: " + name);
            }
        }
        int status = Integer.parseInt(lines[0].substring(9, 12));
        boolean bodiless = headOnly || status == 204 || status == 304;
        int length = bodiless ? 0 : Integer.parseInt(fields.getOrDefault("content-length", "-1"));
        byte[] body = in.readNBytes(length);
        if (body.length != length) {
            throw new EOFException("the body is short: " + body.length + " of " + length);
        }
        return new Reply(status, fields, body, head);
    }

    /** Whether the server has closed: end of stream, or a reset. */
    public boolean closed() throws IOException {
        try {
            return in.read() < 0;
        } catch (SocketException _) {
            return true;
        }
    }

    /** Everything until the server closes. */
    public byte[] readToEnd() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            in.transferTo(all);
        } catch (SocketException _) {
            return all.toByteArray();
        }
        return all.toByteArray();
    }

    /** Empty when the server closed without a word. */
    public Optional<Reply> readIfAny() throws IOException {
        in.mark(1);
        int first;
        try {
            first = in.read();
        } catch (SocketException _) {
            return Optional.empty();
        }
        if (first < 0) {
            return Optional.empty();
        }
        in.reset();
        return Optional.of(read(false));
    }

    public InputStream stream() {
        return in;
    }

    private String readHead() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("closed inside a head: " + head);
            }
            head.write(next);
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
