package dev.plat.resources.blob;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Blobs in memory: everybody's test double, as strict as a disk. */
public final class MemoryBlobs implements BlobBackend {

    private final Map<Locator, Held> held = new ConcurrentHashMap<>();

    @Override
    public PutResult put(Locator at, BlobInfo info, Body body) {
        byte[] bytes = read(info, body);
        info.sha256().expect(Sha256.of(bytes));
        Held before = held.putIfAbsent(at, new Held(info, bytes));
        if (before == null) {
            return PutResult.STORED;
        }
        if (!before.info.sha256().equals(info.sha256())) {
            throw new PlatException(
                    ErrorCode.CONTENT_DIFFERS,
                    "Other bytes are stored under this locator.",
                    "resource",
                    at.toString());
        }
        return PutResult.PRESENT;
    }

    @Override
    public Optional<Blob> get(Locator at) {
        return Optional.ofNullable(held.get(at));
    }

    @Override
    public Optional<BlobInfo> head(Locator at) {
        return Optional.ofNullable(held.get(at)).map(Held::info);
    }

    @Override
    public boolean delete(Locator at) {
        return held.remove(at) != null;
    }

    private static byte[] read(BlobInfo info, Body body) {
        try (InputStream in = body.openStream()) {
            byte[] bytes = in.readAllBytes();
            if (bytes.length != info.length()) {
                throw new PlatException(
                        ErrorCode.REQUEST_MALFORMED,
                        "The body does not have the announced length.",
                        "value",
                        bytes.length,
                        "expected",
                        info.length());
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // private, and never compared
    private record Held(BlobInfo info, byte[] bytes) implements Blob {

        @Override
        public InputStream open(ByteRange range) {
            ByteRange part = range.clampTo(bytes.length);
            return new ByteArrayInputStream(bytes, (int) part.first(), (int) part.length());
        }

        @Override
        public void close() {
            // Memory needs no hand back.
        }
    }
}
