package dev.plat.ops.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/**
 * HTTP to 127.0.0.1 with any host name in the request, since not every system resolves {@code
 * *.localhost}.
 */
final class Http {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(5))
                    .build();

    private Http() {}

    static HttpResponse<byte[]> send(
            String method, URI uri, Map<String, String> headers, byte[] body) {
        try {
            return sendOrFail(method, uri, headers, body);
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + uri, e);
        }
    }

    /** The same for callers that expect the connection to fail. */
    static HttpResponse<byte[]> sendOrFail(
            String method, URI uri, Map<String, String> headers, byte[] body) throws IOException {
        var request =
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://127.0.0.1:"
                                                + uri.getPort()
                                                + uri.getRawPath()
                                                + (uri.getRawQuery() == null
                                                        ? ""
                                                        : "?" + uri.getRawQuery())))
                        .timeout(Duration.ofSeconds(60))
                        .header("Host", uri.getHost() + ":" + uri.getPort())
                        .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        try {
            return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    static HttpResponse<byte[]> get(URI uri) {
        return send("GET", uri, Map.of(), new byte[0]);
    }
}
