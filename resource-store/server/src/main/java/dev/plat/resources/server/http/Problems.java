package dev.plat.resources.server.http;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Renders failures as {@code application/problem+json}, as every service of Plat does. */
final class Problems {

    private static final String RETRY_AFTER_SECONDS = "1";

    private Problems() {}

    static Answer answer(PlatException failure) {
        ErrorCode code = failure.code();
        HttpHeaders headers = new DefaultHttpHeaders();
        headers.set(HttpHeaderNames.CONTENT_TYPE, "application/problem+json");
        if (code.httpStatus() == 503) {
            headers.set(HttpHeaderNames.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        return new Answer.InMemory(
                HttpResponseStatus.valueOf(code.httpStatus()),
                headers,
                Unpooled.copiedBuffer(json(failure), StandardCharsets.UTF_8));
    }

    static String json(PlatException failure) {
        ErrorCode code = failure.code();
        StringBuilder out = new StringBuilder("{");
        member(out, "type", "urn:plat:problem:" + code.text());
        member(out, "title", title(code));
        member(out, "status", code.httpStatus());
        member(out, "code", code.text());
        member(out, "detail", failure.text());
        for (Map.Entry<String, Object> fact : failure.facts().entrySet()) {
            member(out, fact.getKey(), fact.getValue());
        }
        return out.append('}').toString();
    }

    private static String title(ErrorCode code) {
        String words = code.text().replace('-', ' ');
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    private static void member(StringBuilder out, String name, Object value) {
        if (out.length() > 1) {
            out.append(',');
        }
        text(out, name);
        out.append(':');
        if (value instanceof Number || value instanceof Boolean) {
            out.append(value);
        } else {
            text(out, String.valueOf(value));
        }
    }

    private static void text(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || Character.isSurrogate(c)) {
                out.append("\\u%04x".formatted((int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
