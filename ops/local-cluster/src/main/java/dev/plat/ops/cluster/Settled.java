package dev.plat.ops.cluster;

import dev.plat.schemas.ServiceTicket;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
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

    Settled(ClusterLayout layout, ClusterSecrets secrets, HttpClient http) {
        ServiceTicket ticket =
                new ServiceTicket(secrets.get("service.secret"), InstantSource.system());
        this.standing =
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://127.0.0.1:"
                                                + layout.hostingPort()
                                                + "/internal/v1/feed"))
                        .header("Authorization", ticket.header("local-cluster"))
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
            HttpResponse<String> answer = http.send(standing, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() / 100 == 4) {
                throw new IllegalStateException("the edge refuses to say: " + answer.body());
            }
            return answer.body().contains("\"compared\":true");
        } catch (IOException _) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while starting", e);
        }
    }
}
