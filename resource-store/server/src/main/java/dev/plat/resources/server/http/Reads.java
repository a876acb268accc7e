package dev.plat.resources.server.http;

import dev.plat.resources.blob.BlobInfo;
import dev.plat.resources.blob.ByteRange;
import dev.plat.resources.blob.ChunkChecks;
import dev.plat.resources.blob.Locator;
import dev.plat.resources.blob.ResourceKey;
import dev.plat.resources.engine.DiskEngine;
import dev.plat.resources.engine.RangeParser;
import dev.plat.resources.engine.StoredBlob;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers GET, HEAD and the list of heads. Threads: safe; blocking. */
final class Reads {

    /** 4 MiB: the slice in which clients read what is large. */
    private static final int CHECKS_MAX = 64;

    private final DiskEngine engine;
    private final RangeParser ranges = new RangeParser(1);

    Reads(DiskEngine engine) {
        this.engine = engine;
    }

    Answer head(Locator at, HttpHeaders request) {
        Optional<BlobInfo> info = engine.head(at);
        if (info.isEmpty()) {
            return absent();
        }
        HttpHeaders headers = describe(info.get());
        if (isCurrent(info.get(), request)) {
            return Answer.empty(HttpResponseStatus.NOT_MODIFIED, headers);
        }
        headers.set(HttpHeaderNames.CONTENT_LENGTH, info.get().length());
        return Answer.empty(HttpResponseStatus.OK, headers);
    }

    Answer get(Locator at, HttpHeaders request) {
        Optional<StoredBlob> found = engine.open(at);
        if (found.isEmpty()) {
            return absent();
        }
        StoredBlob blob = found.get();
        boolean handedOn = false;
        try {
            Answer answer = get(blob, request);
            handedOn = answer instanceof Answer.FromFile;
            return answer;
        } finally {
            if (!handedOn) {
                blob.close();
            }
        }
    }

    /** One line of the list: present, absent, unsure, or damaged. */
    String state(String keyText) {
        Locator at = new ResourceKey(keyText).locator();
        try {
            if (engine.head(at).isPresent()) {
                return "present";
            }
            return engine.sure() ? "absent" : "unsure";
        } catch (PlatException e) {
            if (e.code() == ErrorCode.RESOURCE_DAMAGED) {
                return "damaged";
            }
            throw e;
        }
    }

    private Answer get(StoredBlob blob, HttpHeaders request) {
        BlobInfo info = blob.info();
        HttpHeaders headers = describe(info);
        if (isCurrent(info, request)) {
            return Answer.empty(HttpResponseStatus.NOT_MODIFIED, headers);
        }
        return switch (ranges.parse(range(info, request), info.length())) {
            case RangeParser.Whole _ ->
                    send(HttpResponseStatus.OK, headers, blob, new ByteRange(0, info.length()));
            case RangeParser.Parts parts -> {
                ByteRange part = parts.ranges().getFirst();
                headers.set(
                        HttpHeaderNames.CONTENT_RANGE,
                        "bytes " + part.first() + "-" + (part.end() - 1) + "/" + info.length());
                yield send(HttpResponseStatus.PARTIAL_CONTENT, headers, blob, part);
            }
            case RangeParser.Unsatisfiable _ -> unsatisfiable(info);
        };
    }

    private static Answer send(
            HttpResponseStatus status, HttpHeaders headers, StoredBlob blob, ByteRange part) {
        int firstChunk = (int) (part.first() / ChunkChecks.CHUNK_BYTES);
        int endChunk = ChunkChecks.count(part.end());
        if (endChunk > firstChunk && endChunk - firstChunk <= CHECKS_MAX) {
            headers.set(Fields.CHECKS, blob.checks().part(firstChunk, endChunk).text());
        }
        headers.set(HttpHeaderNames.CONTENT_LENGTH, part.length());
        return switch (blob) {
            case StoredBlob.InFile file -> new Answer.FromFile(status, headers, file, part);
            case StoredBlob.InMemory memory -> {
                ByteBuf bytes = Unpooled.wrappedBuffer(memory.bytes());
                yield new Answer.InMemory(
                        status, headers, bytes.slice((int) part.first(), (int) part.length()));
            }
        };
    }

    private static HttpHeaders describe(BlobInfo info) {
        HttpHeaders headers = new DefaultHttpHeaders();
        headers.set(HttpHeaderNames.CONTENT_TYPE, info.mediaType());
        headers.set(HttpHeaderNames.ETAG, etag(info));
        headers.set(HttpHeaderNames.ACCEPT_RANGES, "bytes");
        headers.set(HttpHeaderNames.CACHE_CONTROL, "private, max-age=31536000, immutable");
        return headers;
    }

    /** A range whose {@code If-Range} names other bytes is ignored. */
    private static @Nullable String range(BlobInfo info, HttpHeaders request) {
        String condition = request.get(HttpHeaderNames.IF_RANGE);
        boolean applies = condition == null || condition.equals(etag(info));
        return applies ? request.get(HttpHeaderNames.RANGE) : null;
    }

    private static boolean isCurrent(BlobInfo info, HttpHeaders request) {
        String known = request.get(HttpHeaderNames.IF_NONE_MATCH);
        return known != null && (known.equals("*") || known.contains(etag(info)));
    }

    private static String etag(BlobInfo info) {
        return '"' + info.sha256().hex() + '"';
    }

    private Answer absent() {
        Answer answer =
                Problems.answer(
                        new PlatException(ErrorCode.NOT_FOUND, "No resource has this key."));
        answer.headers().set(Fields.SURE, engine.sure());
        return answer;
    }

    /** Tells all there is to know, so that a reader of an empty resource needs no second call. */
    private static Answer unsatisfiable(BlobInfo info) {
        Answer answer =
                Problems.answer(
                        new PlatException(
                                ErrorCode.RANGE_UNSATISFIABLE,
                                "The resource has no byte of this range.",
                                "expected",
                                info.length()));
        answer.headers()
                .set(HttpHeaderNames.CONTENT_RANGE, "bytes */" + info.length())
                .set(HttpHeaderNames.ETAG, etag(info))
                .set(Fields.MEDIA_TYPE, info.mediaType());
        return answer;
    }
}
