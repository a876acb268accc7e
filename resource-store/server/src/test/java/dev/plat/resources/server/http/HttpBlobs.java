package dev.plat.resources.server.http;

import dev.plat.resources.blob.Blob;
import dev.plat.resources.blob.BlobBackend;
import dev.plat.resources.blob.BlobInfo;
import dev.plat.resources.blob.Body;
import dev.plat.resources.blob.ByteRange;
import dev.plat.resources.blob.Locator;
import dev.plat.resources.blob.PutResult;
import dev.plat.resources.blob.ResourceKey;
import dev.plat.resources.blob.Sha256;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** One node over its data port as a {@link BlobBackend}; it must be told the keys it will meet. */
final class HttpBlobs implements BlobBackend {

    private final TestPort node;
    private final Map<Locator, ResourceKey> keys = new ConcurrentHashMap<>();

    HttpBlobs(TestPort node) {
        this.node = node;
    }

    Locator meet(ResourceKey key) {
        keys.put(key.locator(), key);
        return key.locator();
    }

    @Override
    public PutResult put(Locator at, BlobInfo info, Body body) {
        String head =
                node.put(
                        key(at),
                        "Content-Length: %d\r\nPlat-Sha256: %s\r\nContent-Type: %s\r\n"
                                .formatted(info.length(), info.sha256().hex(), info.mediaType()));
        try (RawHttp http = node.connect();
                InputStream in = body.openStream()) {
            RawHttp.Response response = http.send(head).send(in.readAllBytes()).end().response();
            return switch (response.status()) {
                case 201 -> PutResult.STORED;
                case 200 -> PutResult.PRESENT;
                default -> throw failure(response);
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Optional<Blob> get(Locator at) {
        return head(at).map(info -> new HttpBlob(at, info));
    }

    @Override
    public Optional<BlobInfo> head(Locator at) {
        RawHttp.Response response = call("HEAD", at, "");
        if (response.status() == 404) {
            return Optional.empty();
        }
        return Optional.of(
                new BlobInfo(
                        new Sha256(response.field("ETag").replace("\"", "")),
                        Long.parseLong(response.field("Content-Length")),
                        response.field("Content-Type")));
    }

    @Override
    public boolean delete(Locator at) {
        throw new UnsupportedOperationException("the data port does not delete");
    }

    private RawHttp.Response call(String method, Locator at, String fields) {
        String head =
                "%s /v1/r/%s HTTP/1.1\r\n%s%s\r\n"
                        .formatted(method, key(at), node.fields(), fields);
        try (RawHttp http = node.connect()) {
            return http.send(head).response(!method.equals("HEAD"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String key(Locator at) {
        return Objects.requireNonNull(keys.get(at), "meet the key first").hex();
    }

    private static PlatException failure(RawHttp.Response response) {
        return Arrays.stream(ErrorCode.values())
                .filter(code -> response.text().contains("\"code\":\"" + code.text() + "\""))
                .map(code -> new PlatException(code, response.text()))
                .findFirst()
                .orElseThrow(() -> new AssertionError(response.status() + response.text()));
    }

    private final class HttpBlob implements Blob {

        private final Locator at;
        private final BlobInfo info;

        private HttpBlob(Locator at, BlobInfo info) {
            this.at = at;
            this.info = info;
        }

        @Override
        public BlobInfo info() {
            return info;
        }

        @Override
        public InputStream open(ByteRange range) {
            ByteRange part = range.clampTo(info.length());
            if (part.length() == 0) {
                return InputStream.nullInputStream();
            }
            String field = "Range: bytes=" + part.first() + "-" + (part.end() - 1) + "\r\n";
            RawHttp.Response response = call("GET", at, range.covers(info.length()) ? "" : field);
            return new ByteArrayInputStream(response.body());
        }

        @Override
        public void close() {
            // Each call has its own connection.
        }
    }
}
