package dev.plat.chassis.problem;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The body of a problem document: type, title, status, code, detail, then the facts. */
public final class Problem {

    public static final String MEDIA_TYPE = "application/problem+json";
    private static final int TEXT_MAX = 300;

    private Problem() {}

    public static Map<String, Object> of(PlatException failure) {
        Map<String, Object> body = of(failure.code(), failure.text());
        failure.facts().forEach((key, value) -> body.putIfAbsent(key, shortened(value)));
        return body;
    }

    public static Map<String, Object> of(ErrorCode code, String detail) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", "urn:plat:problem:" + code.text());
        body.put("title", title(code));
        body.put("status", code.httpStatus());
        body.put("code", code.text());
        body.put("detail", detail);
        return body;
    }

    /** A fact may repeat what the client sent, but not all 256 KiB of it. */
    private static Object shortened(Object value) {
        return value instanceof String text && text.length() > TEXT_MAX
                ? text.substring(0, TEXT_MAX) + "…"
                : value;
    }

    private static String title(ErrorCode code) {
        String words = code.text().replace('-', ' ');
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
