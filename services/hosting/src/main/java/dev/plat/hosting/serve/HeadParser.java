package dev.plat.hosting.serve;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads request heads from a stream of bytes, as RFC 9112 allows them and no wider: two parsers
 * that read one head differently are how requests are smuggled. Lines end with CR LF and hold no
 * other CR, LF or NUL; no line is folded; nothing stands between a name and its colon; the length
 * of a body is said once or not at all.
 *
 * <p>Netty's own decoder joins folded lines and mends a length beside chunks; we refuse both. A
 * body is never read here: whoever answers a head that announces one closes the connection after
 * it.
 *
 * <p>Threads: one, the connection's loop. After an exception the stream is lost.
 */
final class HeadParser {

    private static final int EMPTY_LINES_MAX = 1;
    private static final int METHOD_MAX = 32;
    private static final int LENGTH_DIGITS_MAX = 18;

    private final EdgeLimits limits;
    private @Nullable String requestLine;
    private Fields fields = new Fields();
    private int emptyLines;
    private int headBytes;

    HeadParser(EdgeLimits limits) {
        this.limits = limits;
    }

    /** Whether a head has begun and not ended. */
    boolean inside() {
        return requestLine != null;
    }

    /**
     * Takes what it can from {@code in}.
     *
     * @return a head, or empty when its end has not come yet
     * @throws PlatException {@code request-malformed}, {@code request-line-too-long}, {@code
     *     request-head-too-large}
     */
    Optional<RequestHead> parse(ByteBuf in) {
        while (true) {
            int end = in.bytesBefore((byte) '\n');
            checkSize(end < 0 ? in.readableBytes() : end - 1);
            if (end < 0) {
                return Optional.empty();
            }
            if (end == 0 || in.getByte(in.readerIndex() + end - 1) != '\r') {
                throw malformed("a line without CR LF");
            }
            String line = in.readCharSequence(end - 1, StandardCharsets.ISO_8859_1).toString();
            in.skipBytes(2);
            headBytes += end + 1;
            Optional<RequestHead> head = take(line);
            if (head.isPresent()) {
                return head;
            }
        }
    }

    private void checkSize(int lineBytes) {
        if (requestLine == null && lineBytes > limits.requestLineBytes()) {
            throw new PlatException(
                    ErrorCode.REQUEST_LINE_TOO_LONG,
                    "The request line is too long.",
                    "expected",
                    "at most " + limits.requestLineBytes() + " bytes");
        }
        if (headBytes + lineBytes > limits.headBytes()) {
            throw tooLarge("at most " + limits.headBytes() + " bytes");
        }
    }

    private Optional<RequestHead> take(String line) {
        String request = requestLine;
        if (request == null) {
            begin(line);
            return Optional.empty();
        }
        if (!line.isEmpty()) {
            addField(line);
            return Optional.empty();
        }
        RequestHead head = finish(request, fields);
        requestLine = null;
        fields = new Fields();
        emptyLines = 0;
        headBytes = 0;
        return Optional.of(head);
    }

    private void begin(String line) {
        if (!line.isEmpty()) {
            requestLine = line;
            return;
        }
        if (++emptyLines > EMPTY_LINES_MAX) {
            throw malformed("empty lines before the request line");
        }
    }

    private void addField(String line) {
        if (fields.size() == limits.fields()) {
            throw tooLarge("at most " + limits.fields() + " fields");
        }
        int colon = line.indexOf(':');
        if (colon < 1 || !isToken(line, 0, colon)) {
            throw malformed("a field line that is not name, colon, value");
        }
        for (int i = colon + 1; i < line.length(); i++) {
            char c = line.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7F) {
                throw malformed("a control character in a field");
            }
        }
        fields.add(line.substring(0, colon), trim(line.substring(colon + 1)));
    }

    private static RequestHead finish(String requestLine, Fields fields) {
        int first = requestLine.indexOf(' ');
        int second = requestLine.indexOf(' ', first + 1);
        if (first < 1 || second < first + 2 || requestLine.indexOf(' ', second + 1) >= 0) {
            throw malformed("a request line that is not method, target, version");
        }
        String method = requestLine.substring(0, first);
        if (method.length() > METHOD_MAX || !isToken(method, 0, method.length())) {
            throw malformed("a method that is not a token");
        }
        String target = requestLine.substring(first + 1, second);
        if (target.chars().anyMatch(c -> c <= ' ' || c >= 0x7F)) {
            throw malformed("a target with characters outside ASCII");
        }
        boolean newer = isNewer(requestLine.substring(second + 1));
        boolean body = hasBody(fields, newer);
        int hosts = fields.count("host");
        if (hosts > 1 || (newer && hosts == 0)) {
            throw malformed(hosts + " Host fields");
        }
        boolean persistent = newer && !fields.lists("connection", "close");
        return new RequestHead(method, target, persistent, fields, body);
    }

    private static boolean isNewer(String version) {
        return switch (version) {
            case "HTTP/1.1" -> true;
            case "HTTP/1.0" -> false;
            default -> throw malformed("a version other than HTTP/1.1 and HTTP/1.0");
        };
    }

    private static boolean hasBody(Fields fields, boolean newer) {
        Optional<String> coding = fields.get("transfer-encoding");
        int lengths = fields.count("content-length");
        if (coding.isPresent()) {
            if (lengths > 0 || !newer || !coding.get().equalsIgnoreCase("chunked")) {
                throw malformed("a Transfer-Encoding other than chunked alone");
            }
            return true;
        }
        if (lengths == 0) {
            return false;
        }
        String length = fields.get("content-length").orElse("");
        boolean digits = !length.isEmpty() && length.chars().allMatch(c -> c >= '0' && c <= '9');
        if (lengths > 1 || !digits || length.length() > LENGTH_DIGITS_MAX) {
            throw malformed("a Content-Length that is not one number");
        }
        return Long.parseLong(length) > 0;
    }

    /** Blank and tab only: String.strip would take more. */
    private static String trim(String value) {
        int from = 0;
        int to = value.length();
        while (from < to && isBlank(value.charAt(from))) {
            from++;
        }
        while (to > from && isBlank(value.charAt(to - 1))) {
            to--;
        }
        return value.substring(from, to);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    private static boolean isToken(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            boolean word =
                    (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!word && "!#$%&'*+-.^_`|~".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    private static PlatException malformed(String found) {
        return new PlatException(
                ErrorCode.REQUEST_MALFORMED,
                "The request is not well-formed HTTP.",
                "value",
                found,
                "expected",
                "RFC 9112");
    }

    private static PlatException tooLarge(String expected) {
        return new PlatException(
                ErrorCode.REQUEST_HEAD_TOO_LARGE,
                "The request head is too large.",
                "expected",
                expected);
    }
}
