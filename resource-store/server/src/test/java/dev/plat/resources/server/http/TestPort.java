package dev.plat.resources.server.http;

import dev.plat.resources.blob.ResourceKey;
import dev.plat.resources.blob.Sha256;
import dev.plat.resources.engine.DiskEngine;
import dev.plat.resources.engine.EngineSettings;
import dev.plat.schemas.ServiceTicket;
import dev.plat.schemas.Tier;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/** One node with its disk, and the requests that it understands. */
final class TestPort implements AutoCloseable {

    private static final String SECRET = "5ec0".repeat(16);
    private static final Duration BODY_IDLE = Duration.ofMillis(1500);

    private final ServiceTicket tickets = new ServiceTicket(SECRET, InstantSource.system());
    private final EventLoops loops = new EventLoops();
    private final DiskEngine engine;
    private final DataPort port;

    TestPort(Path folder) {
        engine =
                DiskEngine.open(EngineSettings.of(folder, Tier.HOSTING_FILES, "n1").withReserve(0));
        port =
                new DataPort(
                        loops,
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        engine,
                        Tier.HOSTING_FILES,
                        "n1",
                        tickets,
                        PortLimits.USUAL.withBodyIdle(BODY_IDLE));
    }

    DiskEngine engine() {
        return engine;
    }

    RawHttp connect() throws IOException {
        return new RawHttp(port.port());
    }

    String ticket() {
        return "Authorization: " + tickets.header("test") + "\r\n";
    }

    /** The fields of every request. */
    String fields() {
        return "Host: x\r\n" + ticket() + "Plat-Tier: hosting-files\r\n";
    }

    String put(String key, String more) {
        return "PUT /v1/r/" + key + " HTTP/1.1\r\n" + fields() + more + "\r\n";
    }

    String putHead(ResourceKey key, byte[] bytes) {
        return put(
                key.hex(),
                "Content-Length: %d\r\nPlat-Sha256: %s\r\nContent-Type: text/css\r\n"
                        .formatted(bytes.length, Sha256.of(bytes).hex()));
    }

    String get(ResourceKey key, String field) {
        return "GET /v1/r/" + key.hex() + " HTTP/1.1\r\n" + fields() + field + "\r\n\r\n";
    }

    String heads(String keys) {
        return "POST /v1/head HTTP/1.1\r\n%sContent-Length: %d\r\n\r\n%s"
                .formatted(fields(), keys.length(), keys);
    }

    @Override
    public void close() {
        port.close();
        engine.close();
        loops.close();
    }
}
