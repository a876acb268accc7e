package dev.plat.ops.sandbox.card.hook;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends one message. Never called inside a transaction. */
public final class Post implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Post.class);
    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration ANSWER = Duration.ofSeconds(10);

    private final HttpClient http;

    /**
     * To shops.
     *
     * @param trust whom to believe, if not those whom the JDK believes
     */
    public Post(Optional<SSLContext> trust) {
        HttpClient.Builder builder =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(CONNECT);
        trust.ifPresent(builder::sslContext);
        this.http = builder.build();
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    /** Whether it was taken. */
    boolean send(String url, String body, String signature) {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(url))
                            .timeout(ANSWER)
                            .header("Content-Type", "application/json; charset=utf-8")
                            .header("User-Agent", "Plat-card-sandbox")
                            .header("Stripe-Signature", signature)
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build();
            int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            return status >= 200 && status < 300;
        } catch (IOException | IllegalArgumentException e) {
            LOG.debug("an event was not taken", e);
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
