package dev.plat.resources.client;

import dev.plat.resources.blob.BlobInfo;
import dev.plat.resources.blob.ResourceKey;
import dev.plat.router.core.Node;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.io.FileNotFoundException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Sends one body to all owners at once and waits for two of them to have it on disk. The third goes
 * on by itself, within its limit; {@link #all} ends when it does.
 */
final class QuorumPut {

    static final int QUORUM = 2;
    private static final int STORED = 201;
    private static final int PRESENT = 200;

    private final FileNodeClient client;
    private final NodeWatch watch;
    private final ResourceKey key;
    private final BlobInfo info;
    private final Spool body;
    private final BlockingQueue<Result> results = new LinkedBlockingQueue<>();
    private CompletableFuture<?> all = CompletableFuture.completedFuture(null);

    QuorumPut(FileNodeClient client, NodeWatch watch, ResourceKey key, BlobInfo info, Spool body) {
        this.client = client;
        this.watch = watch;
        this.key = key;
        this.info = info;
        this.body = body;
    }

    /** How one node answered: its name, and the failure's word or empty. */
    private record Result(Node node, String failure) {}

    /** Ends when no node reads the body any more. */
    CompletableFuture<?> all() {
        return all;
    }

    /**
     * Returns at the second acknowledgement.
     *
     * @throws PlatException {@code quorum-missed} with what each node answered
     */
    void run(List<Node> owners) {
        CompletableFuture<?>[] puts =
                owners.stream().map(this::put).toArray(CompletableFuture[]::new);
        all = CompletableFuture.allOf(puts);
        Map<String, Object> failures = new TreeMap<>();
        int acknowledged = 0;
        while (acknowledged < QUORUM) {
            if (owners.size() - failures.size() < QUORUM) {
                throw missed(failures);
            }
            Result result = take();
            if (result.failure().isEmpty()) {
                acknowledged++;
            } else {
                failures.put(result.node().name(), result.failure());
            }
        }
    }

    private CompletableFuture<?> put(Node node) {
        CompletableFuture<Boolean> present =
                body.inFile()
                        ? client.head(node, key).thenApply(this::holds)
                        : CompletableFuture.completedFuture(false);
        return present.thenCompose(here -> here ? acknowledged() : send(node))
                .handle((failure, broken) -> note(node, failure, broken))
                .thenAccept(results::add);
    }

    /** Spares sending a large body to a node that has it. */
    private boolean holds(HttpResponse<byte[]> head) {
        String tag = head.headers().firstValue("ETag").orElse("");
        return head.statusCode() == PRESENT && tag.equals('"' + info.sha256().hex() + '"');
    }

    private static CompletableFuture<String> acknowledged() {
        return CompletableFuture.completedFuture("");
    }

    private CompletableFuture<String> send(Node node) {
        try {
            return client.put(node, key, info, body.publisher(), watch.isSuspect(node))
                    .thenApply(QuorumPut::failure);
        } catch (FileNotFoundException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String failure(HttpResponse<byte[]> response) {
        return switch (response.statusCode()) {
            case STORED, PRESENT -> "";
            default -> ProblemCode.of(response);
        };
    }

    private Result note(Node node, String failure, Throwable broken) {
        if (broken == null) {
            watch.answered(node);
            return new Result(node, failure);
        }
        watch.failed(node, String.valueOf(broken));
        return new Result(node, "no answer");
    }

    private Result take() {
        try {
            return results.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw missed(Map.of()).causedBy(e);
        }
    }

    private PlatException missed(Map<String, Object> failures) {
        return new PlatException(
                ErrorCode.QUORUM_MISSED,
                "Fewer than two nodes took the resource.",
                "resource",
                key.toString(),
                "failures",
                failures);
    }
}
