package dev.plat.resources.client;

import dev.plat.resources.blob.BlobInfo;
import dev.plat.resources.blob.ChunkChecks;
import dev.plat.resources.blob.ResourceKey;
import dev.plat.router.core.Node;
import dev.plat.schemas.PlatException;
import dev.plat.schemas.ServiceTicket;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The calls of a file server's data port. Each completes within its limit, body included: the JDK's
 * own time-out ends with the head, and a node that stops in the middle would hold the reader for
 * ever. Threads: safe.
 */
final class FileNodeClient implements AutoCloseable {

    private static final Duration CLOSE = Duration.ofSeconds(2);

    private final HttpClient http;
    private final ServiceTicket tickets;
    private final StoreSettings settings;

    FileNodeClient(StoreSettings settings, ServiceTicket tickets) {
        this.settings = settings;
        this.tickets = tickets;
        this.http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(settings.connectLimit())
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .build();
    }

    /**
     * Puts a body; the answer tells whether the node has it on disk.
     *
     * @param suspect a node that stood still lately gets little time, since it holds the body
     */
    CompletableFuture<HttpResponse<byte[]>> put(
            Node node, ResourceKey key, BlobInfo info, BodyPublisher body, boolean suspect) {
        HttpRequest request =
                resource(node, key)
                        .header("Content-Type", info.mediaType())
                        .header("Plat-Sha256", info.sha256().hex())
                        .PUT(body)
                        .build();
        Duration limit =
                (suspect ? settings.backOff() : settings.putLimit())
                        .plusSeconds(info.length() >> 20);
        return send(request, limit)
                .exceptionallyCompose(
                        e -> isStale(e) ? send(request, limit) : CompletableFuture.failedFuture(e));
    }

    /**
     * A connection kept from an earlier call may have been closed by the node meanwhile. A put is
     * safe to repeat, but the JDK repeats only GET and HEAD by itself.
     */
    private static boolean isStale(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
        return cause instanceof IOException
                && !(cause instanceof ConnectException)
                && !(cause instanceof HttpTimeoutException);
    }

    /** The head of a resource. */
    CompletableFuture<HttpResponse<byte[]>> head(Node node, ResourceKey key) {
        HttpRequest request = resource(node, key).method("HEAD", BodyPublishers.noBody()).build();
        return send(request, settings.readLimit());
    }

    /** {@code count} bytes of a resource from {@code first}. */
    CompletableFuture<HttpResponse<byte[]>> slice(
            Node node, ResourceKey key, long first, int count) {
        HttpRequest request =
                resource(node, key)
                        .header("Range", "bytes=" + first + "-" + (first + count - 1))
                        .GET()
                        .build();
        return send(request, settings.readLimit());
    }

    /** One line for each key. */
    CompletableFuture<HttpResponse<byte[]>> heads(Node node, List<ResourceKey> keys) {
        String lines = keys.stream().map(ResourceKey::hex).collect(Collectors.joining("\n"));
        HttpRequest request =
                request(node, "/v1/head").POST(BodyPublishers.ofString(lines)).build();
        return send(request, settings.readLimit());
    }

    @Override
    public void close() {
        http.shutdown();
        try {
            if (!http.awaitTermination(CLOSE)) {
                http.shutdownNow();
            }
        } catch (InterruptedException e) {
            http.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private CompletableFuture<HttpResponse<byte[]>> send(HttpRequest request, Duration limit) {
        CompletableFuture<HttpResponse<byte[]>> exchange =
                http.sendAsync(request, BodyHandlers.ofByteArray());
        CompletableFuture<HttpResponse<byte[]>> limited =
                exchange.copy().orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS);
        // Whoever gives up, by time or by cancelling, ends the exchange and frees its connection.
        var _ = limited.whenComplete((_, _) -> exchange.cancel(true));
        return limited;
    }

    private HttpRequest.Builder resource(Node node, ResourceKey key) {
        return request(node, "/v1/r/" + key.hex());
    }

    private HttpRequest.Builder request(Node node, String path) {
        return HttpRequest.newBuilder(URI.create("http://" + node.address() + path))
                .header("Authorization", tickets.header(settings.serviceName()))
                .header("Plat-Tier", node.tier().text())
                .header("Plat-Node", node.name());
    }

    /**
     * The checks of a slice, for comparing them with what came.
     *
     * @throws PlatException {@code bad-header}
     */
    static ChunkChecks checks(HttpResponse<byte[]> response) {
        return ChunkChecks.parse(response.headers().firstValue("Plat-Checks").orElse(""));
    }
}
