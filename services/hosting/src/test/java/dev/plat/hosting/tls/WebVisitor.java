package dev.plat.hosting.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import javax.net.ssl.SSLContext;

/** The JDK's own client, which speaks both versions; {@link NamesBelowTest} leads it here. */
public final class WebVisitor implements AutoCloseable {

    private final int port;
    private final HttpClient first;
    private final HttpClient second;

    public WebVisitor(SSLContext context, int port) {
        this.port = port;
        HttpClient.Builder builder =
                HttpClient.newBuilder().sslContext(context).connectTimeout(Duration.ofSeconds(10));
        first = builder.version(HttpClient.Version.HTTP_1_1).build();
        second = builder.version(HttpClient.Version.HTTP_2).build();
    }

    public HttpResponse<byte[]> get(int version, String host, String target, String... fields)
            throws IOException, InterruptedException {
        return ask(version, "GET", host, target, fields);
    }

    public HttpResponse<byte[]> ask(
            int version, String method, String host, String target, String... fields)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("https://" + host + ":" + port + target))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .timeout(Duration.ofSeconds(10));
        if (fields.length > 0) {
            request.headers(fields);
        }
        HttpResponse<byte[]> response =
                (version == 2 ? second : first)
                        .send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        assertThat(response.version())
                .isEqualTo(version == 2 ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1);
        return response;
    }

    @Override
    public void close() {
        first.close();
        second.close();
    }
}
