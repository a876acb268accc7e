package dev.plat.ops.cluster;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Waits until the edge knows every site of its tier. A node opens without that, since old sites
 * must be served while databases are away; a cluster that has just been started is ready only then.
 */
final class Settled {

    /** Then the edge goes on asking by itself and answers try-again for what it is not sure of. */
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static final Duration POLL = Duration.ofMillis(50);

    private final HttpRequest standing;
    private final HttpClient http;

    Settled(ClusterLayout layout, HttpClient http) {
        this.standing =
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://127.0.0.1:"
                                                + layout.hostingPort()
                                                + "/internal/v1/feed"))
                        .timeout(Duration.ofSeconds(2))
                        .build();
        this.http = http;
    }

    void await() {
        long begin = System.nanoTime();
        while (!compared() && System.nanoTime() - begin < LIMIT.toNanos()) {
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    private boolean compared() {
        try {
            return http.send(standing, HttpResponse.BodyHandlers.ofString())
                    .body()
                    .contains("\"compared\":true");
        } catch (IOException _) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while starting", e);
        }
    }
}
