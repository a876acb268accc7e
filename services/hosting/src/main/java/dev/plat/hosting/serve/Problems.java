package dev.plat.hosting.serve;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Refusals as problem documents (RFC 9457). The one for an unknown host is a constant: it tells a
 * scanner nothing, and costs nothing.
 */
final class Problems {

    static final String ALLOW = "GET, HEAD, OPTIONS";

    private static final String RETRY_SECONDS = "2";

    private static final Answer HOST_UNKNOWN =
            of(new PlatException(ErrorCode.HOST_UNKNOWN, "No site has this host name."), false);

    private static final Answer HOST_UNKNOWN_HEAD =
            new Answer(HOST_UNKNOWN.status(), HOST_UNKNOWN.head(), List.of(), null);

    private Problems() {}

    static Answer hostUnknown(boolean headOnly) {
        return headOnly ? HOST_UNKNOWN_HEAD : HOST_UNKNOWN;
    }

    static Answer notFound(boolean headOnly) {
        return of(new PlatException(ErrorCode.NOT_FOUND, "This site has no such page."), headOnly);
    }

    static Answer of(PlatException failure, boolean headOnly) {
        byte[] body = json(failure).getBytes(StandardCharsets.UTF_8);
        HeadText head =
                new HeadText(failure.code().httpStatus())
                        .field("Content-Type", "application/problem+json")
                        .field("Cache-Control", "no-store")
                        .length(body.length);
        switch (failure.code()) {
            case METHOD_REFUSED -> head.field("Allow", ALLOW);
            case RANGE_UNSATISFIABLE ->
                    head.field("Content-Range", "bytes */" + failure.facts().get("length"));
            case TRY_AGAIN, OVERLOADED, RESOURCE_UNAVAILABLE ->
                    head.field("Retry-After", RETRY_SECONDS);
            default -> {
                // The other codes need no field of their own.
            }
        }
        List<Segment> segments = headOnly ? List.of() : List.of(Segment.Memory.of(body));
        return new Answer(failure.code().httpStatus(), head.toString(), segments, null);
    }

    private static String json(PlatException failure) {
        ErrorCode code = failure.code();
        String words = code.text().replace('-', ' ');
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", "urn:plat:problem:" + code.text());
        members.put("title", words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1));
        members.put("status", code.httpStatus());
        members.put("code", code.text());
        members.put("detail", failure.text());
        failure.facts().forEach(members::putIfAbsent);
        StringBuilder json = new StringBuilder("{");
        members.forEach((name, value) -> {
            json.append(json.length() > 1 ? "," : "");
            quote(json, name);
            json.append(':');
            if (value instanceof Number) {
                json.append(value);
                return;
            }
            quote(json, String.valueOf(value));
        });
        return json.append('}').toString();
    }

    private static void quote(StringBuilder json, String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append("\\u%04x".formatted((int) c));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }
}
