package dev.plat.hosting.serve;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request's field block as the head of a request (RFC 9113 §8.2, §8.3), under the same limits as
 * on HTTP/1.1. Netty has refused upper case, pseudo-fields out of order and bytes that no field may
 * have; what is looked at here is what the block means.
 */
final class Http2Heads {

    private static final Set<String> PSEUDO = Set.of(":method", ":scheme", ":authority", ":path");

    /** They belong to a connection of HTTP/1.1 and mean something else to every proxy behind. */
    private static final Set<String> CONNECTION_FIELDS =
            Set.of("connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade");

    private Http2Heads() {}

    /**
     * @throws PlatException {@code request-malformed}, {@code request-line-too-long}, {@code
     *     request-head-too-large}
     */
    static RequestHead read(Http2Headers block, boolean body, EdgeLimits limits) {
        Fields fields = new Fields();
        String host = null;
        for (Map.Entry<CharSequence, CharSequence> line : block) {
            String name = line.getKey().toString();
            String value = line.getValue().toString();
            if (name.startsWith(":")) {
                expect(PSEUDO.contains(name), "an unknown pseudo-field");
                continue;
            }
            expect(!CONNECTION_FIELDS.contains(name), "a field of the connection");
            expect(!name.equals("te") || value.equals("trailers"), "a TE other than trailers");
            if (name.equals("host")) {
                expect(host == null, "two Host fields");
                host = value;
                continue;
            }
            if (fields.size() == limits.fields()) {
                throw new PlatException(
                        ErrorCode.REQUEST_HEAD_TOO_LARGE,
                        "The request head is too large.",
                        "expected",
                        "at most " + limits.fields() + " fields");
            }
            fields.add(name, value);
        }
        String method = once(block, ":method");
        String path = once(block, ":path");
        expect(once(block, ":scheme").equals("https"), "a scheme other than https");
        checkTarget(path, limits);
        fields.add("host", authority(block, host));
        return new RequestHead(method, path, true, fields, body);
    }

    private static String authority(Http2Headers block, @Nullable String host) {
        CharSequence authority = block.authority();
        if (authority == null) {
            expect(host != null, "no authority");
            return Optional.ofNullable(host).orElseThrow();
        }
        expect(block.getAll(":authority").size() == 1, "two authorities");
        expect(host == null || host.contentEquals(authority), "a Host that is not the authority");
        return authority.toString();
    }

    private static void checkTarget(String path, EdgeLimits limits) {
        if (path.length() > limits.requestLineBytes()) {
            throw new PlatException(
                    ErrorCode.REQUEST_LINE_TOO_LONG,
                    "The request line is too long.",
                    "expected",
                    "at most " + limits.requestLineBytes() + " bytes");
        }
        expect(path.startsWith("/") || path.equals("*"), "a path that does not begin with a slash");
        expect(path.chars().noneMatch(c -> c <= ' ' || c >= 0x7F), "a path outside ASCII");
    }

    private static String once(Http2Headers block, String name) {
        var values = block.getAll(name);
        expect(values.size() == 1, name + " " + values.size() + " times");
        return values.getFirst().toString();
    }

    private static void expect(boolean sound, String found) {
        if (!sound) {
            throw new PlatException(
                    ErrorCode.REQUEST_MALFORMED,
                    "The request is not well-formed HTTP.",
                    "value",
                    found,
                    "expected",
                    "RFC 9113");
        }
    }
}
