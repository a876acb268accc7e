package dev.plat.hosting.serve;

import dev.plat.hosting.release.PathRules;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/**
 * What a request asks for: the path, decoded exactly once, and the query as it came.
 *
 * @param authority of an absolute-form target, which overrides Host (RFC 9112 §3.2.2)
 * @param path without its leading slash, in NFC
 * @param query from its question mark on, or empty
 */
record RequestTarget(Optional<String> authority, String path, String query) {

    /**
     * @param scheme of the way the request came, with its two slashes
     * @throws PlatException {@code path-refused} for a path that no file of a release can have;
     *     {@code request-malformed} for other forms of target
     */
    static RequestTarget parse(String target, String scheme) {
        if (target.startsWith("/")) {
            return origin(Optional.empty(), target);
        }
        if (target.regionMatches(true, 0, scheme, 0, scheme.length())) {
            return absolute(target, scheme.length());
        }
        throw new PlatException(
                ErrorCode.REQUEST_MALFORMED,
                "The request target has an unknown form.",
                "expected",
                "a path, or " + scheme + " and a host");
    }

    /** Path and query as they may stand in a Location, with the leading slash. */
    String uri() {
        return "/" + escape(path) + query;
    }

    static String escape(String path) {
        StringBuilder escaped = new StringBuilder(path.length() + 16);
        for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
            boolean plain =
                    (b >= 'a' && b <= 'z')
                            || (b >= 'A' && b <= 'Z')
                            || (b >= '0' && b <= '9')
                            || "/-._~!$&'()*+,;=:@".indexOf(b) >= 0;
            if (plain) {
                escaped.append((char) b);
            } else {
                escaped.append("%%%02X".formatted(b & 0xFF));
            }
        }
        return escaped.toString();
    }

    private static RequestTarget absolute(String target, int from) {
        int slash = target.indexOf('/', from);
        int query = target.indexOf('?', from);
        int end = slash < 0 || (query >= 0 && query < slash) ? query : slash;
        String authority = target.substring(from, end < 0 ? target.length() : end);
        String rest = end < 0 ? "/" : target.substring(end);
        return origin(Optional.of(authority), rest.startsWith("/") ? rest : "/" + rest);
    }

    private static RequestTarget origin(Optional<String> authority, String target) {
        int mark = target.indexOf('?');
        String path = mark < 0 ? target : target.substring(0, mark);
        String query = mark < 0 ? "" : target.substring(mark);
        return new RequestTarget(authority, decode(path.substring(1)), query);
    }

    private static String decode(String raw) {
        if (raw.indexOf('#') >= 0 || raw.indexOf('\\') >= 0) {
            throw refused("a backslash or a fragment");
        }
        String path = raw.indexOf('%') < 0 ? raw : utf8(unescape(raw));
        for (int i = 0; i < path.length(); i++) {
            if (PathRules.isControl(path.charAt(i))) {
                throw refused("a control character");
            }
        }
        for (String segment : path.split("/", -1)) {
            if (segment.equals(".") || segment.equals("..")) {
                throw refused("a segment of dots");
            }
        }
        return Normalizer.normalize(path, Normalizer.Form.NFC);
    }

    private static byte[] unescape(String raw) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c != '%') {
                out.write(c);
                continue;
            }
            int value = i + 2 < raw.length() ? hex(raw, i + 1) : -1;
            if (value < 0) {
                throw refused("a percent sign without two hexadecimal digits");
            }
            if (value == 0 || value == '/' || value == '\\') {
                throw refused(raw.substring(i, i + 3).toUpperCase(Locale.ROOT));
            }
            out.write(value);
            i += 2;
        }
        return out.toByteArray();
    }

    private static int hex(String raw, int at) {
        int high = Character.digit(raw.charAt(at), 16);
        int low = Character.digit(raw.charAt(at + 1), 16);
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    /** The strict decoder refuses overlong forms and surrogates. */
    private static String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw refused("bytes that are not UTF-8 in its shortest form").causedBy(e);
        }
    }

    private static PlatException refused(String found) {
        return new PlatException(
                ErrorCode.PATH_REFUSED,
                "The path cannot be the name of a file here.",
                "value",
                found,
                "expected",
                "UTF-8 in its shortest form; no dots as segments, no controls, no escaped slash");
    }
}
