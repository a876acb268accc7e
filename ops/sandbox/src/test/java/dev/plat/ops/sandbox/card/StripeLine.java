package dev.plat.ops.sandbox.card;

import com.google.gson.JsonParser;
import com.stripe.exception.ApiConnectionException;
import com.stripe.net.HttpClient;
import com.stripe.net.HttpHeaders;
import com.stripe.net.StripeRequest;
import com.stripe.net.StripeResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import javax.net.ssl.SSLContext;

/**
 * What carries stripe-java's calls here: the default client knows no authority but the JDK's. It
 * reads each answer before stripe-java does, and refuses one with a field that no model has.
 */
final class StripeLine extends HttpClient {

    private static final Duration ANSWER = Duration.ofSeconds(20);

    private final java.net.http.HttpClient http;

    StripeLine(SSLContext tls) {
        http =
                java.net.http.HttpClient.newBuilder()
                        .version(java.net.http.HttpClient.Version.HTTP_1_1)
                        .sslContext(tls)
                        .connectTimeout(Duration.ofSeconds(5))
                        .build();
    }

    @Override
    public StripeResponse request(StripeRequest request) throws ApiConnectionException {
        try {
            HttpRequest.Builder builder =
                    HttpRequest.newBuilder(URI.create(request.url().toString())).timeout(ANSWER);
            request.headers()
                    .map()
                    .forEach(
                            (name, values) -> values.forEach(value -> builder.header(name, value)));
            var content = request.content();
            if (content == null) {
                builder.method(request.method().name(), HttpRequest.BodyPublishers.noBody());
            } else {
                builder.header("Content-Type", content.contentType());
                builder.method(
                        request.method().name(),
                        HttpRequest.BodyPublishers.ofByteArray(content.byteArrayContent()));
            }
            HttpResponse<String> answer =
                    http.send(builder.build(), HttpResponse.BodyHandlers.ofString());
            Models.check(JsonParser.parseString(answer.body()).getAsJsonObject());
            return new StripeResponse(
                    answer.statusCode(), HttpHeaders.of(answer.headers().map()), answer.body());
        } catch (IOException e) {
            throw new ApiConnectionException("no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApiConnectionException("interrupted", e);
        }
    }
}
