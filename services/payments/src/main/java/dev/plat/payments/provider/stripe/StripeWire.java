package dev.plat.payments.provider.stripe;

import com.stripe.exception.ApiConnectionException;
import com.stripe.exception.StripeException;
import com.stripe.net.ApiResource;
import com.stripe.net.HttpClient;
import com.stripe.net.HttpContent;
import com.stripe.net.HttpHeaders;
import com.stripe.net.StripeRequest;
import com.stripe.net.StripeResponse;
import dev.plat.chassis.calls.Authority;
import dev.plat.schemas.PlatException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Carries one request of Stripe's library, once. The library's own carrier can be told of another
 * CA for the whole process only, waits eighty seconds, and lets a POST without a key through with a
 * random one, which no repeat would have; this one refuses it before anything is sent.
 *
 * <p>Threads: safe.
 */
final class StripeWire extends HttpClient implements AutoCloseable {

    /** A page of a hundred events has a few hundred KiB. */
    private static final long BYTES_MAX = 8L << 20;

    /** The JDK sets these itself and refuses others'. */
    private static final Set<String> OWN = Set.of("connection", "content-length", "host", "expect");

    private final java.net.http.HttpClient http;
    private final Duration answer;

    /**
     * @throws PlatException {@code config-invalid} when the CA cannot be read
     */
    StripeWire(StripeSettings settings) {
        java.net.http.HttpClient.Builder builder =
                java.net.http.HttpClient.newBuilder()
                        .version(java.net.http.HttpClient.Version.HTTP_1_1)
                        .followRedirects(java.net.http.HttpClient.Redirect.NEVER)
                        .connectTimeout(settings.connect());
        if (settings.ca() != null) {
            builder.sslContext(Authority.only(settings.ca()));
        }
        this.http = builder.build();
        this.answer = settings.answer();
    }

    @Override
    public StripeResponse request(StripeRequest request) throws StripeException {
        if (request.method() == ApiResource.RequestMethod.POST
                && request.options().getIdempotencyKey() == null) {
            throw new IllegalStateException("a POST without a key of ours: " + request.url());
        }
        try {
            HttpResponse<byte[]> response = sent(converted(request));
            String body = new String(response.body(), StandardCharsets.UTF_8);
            if (!body.stripLeading().startsWith("{")) {
                // Of a proxy, or cut; the library fails on an error without words.
                throw new ApiConnectionException(
                        "no words of Stripe, status " + response.statusCode());
            }
            return new StripeResponse(
                    response.statusCode(), HttpHeaders.of(response.headers().map()), body);
        } catch (ExecutionException | TimeoutException e) {
            throw new ApiConnectionException("no answer: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApiConnectionException("interrupted", e);
        }
    }

    /** The JDK's own limit ends with the headers; this one has the body in it. */
    private HttpResponse<byte[]> sent(HttpRequest request)
            throws ExecutionException, InterruptedException, TimeoutException {
        CompletableFuture<HttpResponse<byte[]>> response =
                http.sendAsync(
                        request,
                        HttpResponse.BodyHandlers.limiting(
                                HttpResponse.BodyHandlers.ofByteArray(), BYTES_MAX));
        try {
            return response.get(answer.toMillis(), TimeUnit.MILLISECONDS);
        } finally {
            response.cancel(true);
        }
    }

    private HttpRequest converted(StripeRequest request) {
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(uri(request)).header("User-Agent", "plat");
        request.headers()
                .map()
                .forEach((name, values) -> {
                    if (!OWN.contains(name.toLowerCase(Locale.ROOT))) {
                        values.forEach(value -> builder.header(name, value));
                    }
                });
        @Nullable HttpContent content = request.content();
        if (content != null) {
            builder.setHeader("Content-Type", content.contentType());
        }
        HttpRequest.BodyPublisher body =
                content == null
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofByteArray(content.byteArrayContent());
        return builder.method(request.method().name(), body).build();
    }

    private static URI uri(StripeRequest request) {
        try {
            return request.url().toURI();
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("the library made a URL that is none", e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
