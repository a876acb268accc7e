package dev.plat.resources.client;

import dev.plat.resources.blob.BlobInfo;
import dev.plat.resources.blob.ChunkChecks;
import dev.plat.resources.blob.Sha256;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A verified part of a resource, whole chunks from {@code first} on.
 *
 * @param info of the whole resource, as the node told it
 * @param first where the bytes begin
 * @param bytes whose sums were compared with the node's
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Slice(BlobInfo info, long first, byte[] bytes) {

    /** A multiple of the chunk, and what one read keeps in memory. */
    static final int BYTES = 16 * ChunkChecks.CHUNK_BYTES;

    private static final Pattern CONTENT_RANGE =
            Pattern.compile("bytes (\\d{1,15})-(\\d{1,15})/(\\d{1,15})");

    private static final Pattern UNSATISFIED = Pattern.compile("bytes \\*/(\\d{1,15})");

    /** Where the slice that holds a position begins: at a chunk. */
    static long start(long position) {
        return position - position % ChunkChecks.CHUNK_BYTES;
    }

    /**
     * Reads and verifies a 206.
     *
     * @throws PlatException {@code resource-damaged} unless it is just what was asked for,
     *     undamaged
     */
    static Slice of(HttpResponse<byte[]> response, long first) {
        Matcher range =
                CONTENT_RANGE.matcher(response.headers().firstValue("Content-Range").orElse(""));
        if (!range.matches() || Long.parseLong(range.group(1)) != first) {
            throw damaged("range");
        }
        BlobInfo info = info(response, "Content-Type", Long.parseLong(range.group(3)));
        byte[] bytes = response.body();
        if (bytes.length != Math.min(BYTES, info.length() - first)) {
            throw damaged("length");
        }
        if (!ChunkChecks.of(bytes, 0, bytes.length).equals(FileNodeClient.checks(response))) {
            throw damaged("checks");
        }
        if (bytes.length == info.length() && !Sha256.of(bytes).equals(info.sha256())) {
            throw damaged("sha256");
        }
        return new Slice(info, first, bytes);
    }

    /**
     * Reads a 416: the resource is there and ends before {@code first}.
     *
     * @throws PlatException {@code resource-damaged} when it does not say so
     */
    static Slice beyondEnd(HttpResponse<byte[]> response, long first) {
        Matcher length =
                UNSATISFIED.matcher(response.headers().firstValue("Content-Range").orElse(""));
        if (!length.matches() || Long.parseLong(length.group(1)) > first) {
            throw damaged("range");
        }
        BlobInfo info = info(response, "Plat-Media-Type", Long.parseLong(length.group(1)));
        if (info.length() == 0 && !info.sha256().equals(Sha256.of(new byte[0]))) {
            throw damaged("sha256");
        }
        return new Slice(info, first, new byte[0]);
    }

    private static BlobInfo info(HttpResponse<byte[]> response, String typeField, long length) {
        String tag = response.headers().firstValue("ETag").orElse("");
        String type = response.headers().firstValue(typeField).orElse("");
        return new BlobInfo(new Sha256(tag.replace("\"", "")), length, type);
    }

    private static PlatException damaged(String what) {
        return new PlatException(
                ErrorCode.RESOURCE_DAMAGED, "A node sent damaged bytes.", "field", what);
    }
}
