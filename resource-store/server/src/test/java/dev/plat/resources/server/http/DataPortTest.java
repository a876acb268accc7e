package dev.plat.resources.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.resources.blob.BlobBackend;
import dev.plat.resources.blob.Locator;
import dev.plat.resources.blob.ResourceKey;
import dev.plat.resources.blob.Sha256;
import dev.plat.resources.testkit.BlobContract;
import dev.plat.resources.testkit.Samples;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A node over HTTP keeps the contract of blobs, and HTTP's own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DataPortTest extends BlobContract {

    private TestPort port;
    private HttpBlobs blobs;

    @BeforeAll
    void open(@TempDir Path folder) {
        port = new TestPort(folder);
        blobs = new HttpBlobs(port);
    }

    @AfterAll
    void close() {
        port.close();
    }

    @Override
    protected BlobBackend backend() {
        return blobs;
    }

    @Override
    protected Locator locate(ResourceKey key) {
        return blobs.meet(key);
    }

    @Test
    void whoWaitsToBeAskedForABodyIsAskedOnlyWhenAllChecksPassed() throws IOException {
        byte[] bytes = Samples.bytes(1000);
        ResourceKey key = Samples.key();
        String expecting =
                port.putHead(key, bytes).replace("\r\n\r\n", "\r\nExpect: 100-continue\r\n\r\n");

        try (RawHttp http = port.connect()) {
            assertThat(http.send(expecting).response().status()).isEqualTo(100);
            assertThat(http.send(bytes).response().status()).isEqualTo(201);
        }
        try (RawHttp http = port.connect()) {
            assertThat(http.send(expecting).response().status()).isEqualTo(200);
            assertThat(http.end().isClosed()).as("its body may or may not come").isTrue();
        }
        try (RawHttp http = port.connect()) {
            http.send(expecting.replace("Authorization", "Was-Authorization"));
            assertThat(http.response().status()).isEqualTo(401);
        }
    }

    @Test
    void aConnectionGoesOnAfterARefusalAndThroughPipelinedRequests() throws IOException {
        byte[] bytes = Samples.bytes(300_000);
        ResourceKey key = Samples.key();
        String get = port.get(key, "X: y");

        try (RawHttp http = port.connect()) {
            http.send(port.putHead(key, bytes).replace("text/css", "wrong")).send(bytes);
            assertThat(http.response().status()).isEqualTo(400);
            http.send(port.putHead(key, bytes)).send(bytes).send(get + get);
            assertThat(http.response().status()).isEqualTo(201);
            assertThat(http.response().body()).isEqualTo(bytes);
            assertThat(http.response().body()).isEqualTo(bytes);
        }
    }

    @Test
    void conditionsAndRangesAreAnswered() throws IOException {
        byte[] bytes = Samples.bytes(200_000);
        ResourceKey key = Samples.key();
        String tag = '"' + Sha256.of(bytes).hex() + '"';
        try (RawHttp http = port.connect()) {
            assertThat(http.send(port.putHead(key, bytes)).send(bytes).response().field("ETag"))
                    .isEqualTo(tag);

            RawHttp.Response same = http.send(port.get(key, "If-None-Match: " + tag)).response();
            RawHttp.Response part = http.send(port.get(key, "Range: bytes=65536-")).response();
            RawHttp.Response other =
                    http.send(port.get(key, "Range: bytes=0-1\r\nIf-Range: \"x\"")).response();
            RawHttp.Response beyond = http.send(port.get(key, "Range: bytes=200000-")).response();

            assertThat(same.status()).isEqualTo(304);
            assertThat(part.status()).isEqualTo(206);
            assertThat(part.field("Content-Range")).isEqualTo("bytes 65536-199999/200000");
            assertThat(part.field("Plat-Checks")).hasSize(3 * 8);
            assertThat(other.body()).isEqualTo(bytes);
            assertThat(beyond.status()).isEqualTo(416);
            assertThat(beyond.field("Content-Range")).isEqualTo("bytes */200000");
        }
    }

    @Test
    void aListOfKeysIsAnsweredLineByLine() throws IOException {
        byte[] bytes = Samples.bytes(10);
        ResourceKey here = Samples.key();
        String keys = here.hex() + "\n" + Samples.key().hex();
        try (RawHttp http = port.connect()) {
            http.send(port.putHead(here, bytes)).send(bytes).response();

            assertThat(http.send(port.heads(keys)).response().text())
                    .isEqualTo("present\nabsent\n");
            assertThat(http.send(port.heads(keys + "x")).response().status()).isEqualTo(400);
            assertThat(http.send(port.heads("0".repeat(65_001))).response().status())
                    .isEqualTo(413);
        }
    }
}
