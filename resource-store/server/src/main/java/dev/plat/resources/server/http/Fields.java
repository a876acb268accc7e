package dev.plat.resources.server.http;

import dev.plat.resources.blob.BlobInfo;
import dev.plat.resources.blob.Sha256;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;

/** Reads a request's fields, and names the bad one. */
final class Fields {

    static final String SHA256 = "Plat-Sha256";
    static final String CHECKS = "Plat-Checks";
    static final String SURE = "Plat-Sure";
    static final String MEDIA_TYPE = "Plat-Media-Type";
    private static final int DIGITS_MAX = 15;

    private Fields() {}

    /** What a put announces. */
    static BlobInfo info(HttpHeaders headers) {
        long length = length(headers);
        BlobInfo.checkLength(length);
        return new BlobInfo(sha256(headers), length, mediaType(headers));
    }

    /** The body's length, which must be told before the body comes. */
    static long length(HttpHeaders headers) {
        List<String> lengths = headers.getAll(HttpHeaderNames.CONTENT_LENGTH);
        if (headers.contains(HttpHeaderNames.TRANSFER_ENCODING) || lengths.isEmpty()) {
            throw new PlatException(
                    ErrorCode.LENGTH_REQUIRED,
                    "The body's length must be announced.",
                    "expected",
                    "Content-Length");
        }
        String text = lengths.getFirst();
        boolean number = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (lengths.size() > 1 || !number || text.length() > DIGITS_MAX) {
            throw bad("Content-Length", String.join(", ", lengths), "one number");
        }
        return Long.parseLong(text);
    }

    private static Sha256 sha256(HttpHeaders headers) {
        String text = headers.get(SHA256, "");
        try {
            return new Sha256(text);
        } catch (PlatException e) {
            throw bad(SHA256, text, "64 lower-case hexadecimal digits").causedBy(e);
        }
    }

    private static String mediaType(HttpHeaders headers) {
        String text = headers.get(HttpHeaderNames.CONTENT_TYPE, "");
        try {
            BlobInfo.checkMediaType(text);
            return text;
        } catch (PlatException e) {
            throw bad("Content-Type", text, String.valueOf(e.facts().get("expected"))).causedBy(e);
        }
    }

    static PlatException bad(String field, String value, String expected) {
        return new PlatException(
                ErrorCode.BAD_HEADER,
                "A field of the request's head is not as it must be.",
                "field",
                field,
                "value",
                value.length() > 120 ? value.substring(0, 120) + "…" : value,
                "expected",
                expected);
    }
}
