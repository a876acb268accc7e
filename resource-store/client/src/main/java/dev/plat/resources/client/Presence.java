package dev.plat.resources.client;

import dev.plat.resources.blob.ResourceKey;
import dev.plat.router.core.Node;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Asks the nodes in bulk what they hold. A node that does not answer holds nothing for sure. */
final class Presence {

    private static final int BATCH = 1000;
    private static final int OK = 200;

    private final FileNodeClient client;
    private final Owners owners;
    private final NodeWatch watch;

    Presence(FileNodeClient client, Owners owners, NodeWatch watch) {
        this.client = client;
        this.owners = owners;
        this.watch = watch;
    }

    /** Keys that fewer than two nodes say they hold. */
    Set<ResourceKey> missing(Collection<ResourceKey> wanted) {
        Map<ResourceKey, Integer> held = new HashMap<>();
        List<CompletableFuture<List<ResourceKey>>> calls = new ArrayList<>();
        byNode(wanted).forEach((node, keys) -> calls.addAll(ask(node, keys)));
        for (CompletableFuture<List<ResourceKey>> call : calls) {
            call.join().forEach(key -> held.merge(key, 1, Integer::sum));
        }
        Set<ResourceKey> missing = new HashSet<>(wanted);
        missing.removeIf(key -> held.getOrDefault(key, 0) >= QuorumPut.QUORUM);
        return missing;
    }

    private Map<Node, List<ResourceKey>> byNode(Collection<ResourceKey> wanted) {
        Map<Node, List<ResourceKey>> byNode = new LinkedHashMap<>();
        for (ResourceKey key : Set.copyOf(wanted)) {
            for (Node node : owners.of(key.locator()).nodes()) {
                byNode.computeIfAbsent(node, _ -> new ArrayList<>()).add(key);
            }
        }
        return byNode;
    }

    private List<CompletableFuture<List<ResourceKey>>> ask(Node node, List<ResourceKey> keys) {
        List<CompletableFuture<List<ResourceKey>>> calls = new ArrayList<>();
        for (int i = 0; i < keys.size(); i += BATCH) {
            List<ResourceKey> batch = keys.subList(i, Math.min(keys.size(), i + BATCH));
            calls.add(
                    client.heads(node, batch)
                            .thenApply(response -> present(batch, response))
                            .exceptionally(failure -> none(node, failure)));
        }
        return calls;
    }

    private static List<ResourceKey> present(
            List<ResourceKey> keys, HttpResponse<byte[]> response) {
        List<String> lines =
                new String(response.body(), StandardCharsets.US_ASCII).lines().toList();
        List<ResourceKey> present = new ArrayList<>();
        if (response.statusCode() == OK && lines.size() == keys.size()) {
            for (int i = 0; i < keys.size(); i++) {
                if (lines.get(i).equals("present")) {
                    present.add(keys.get(i));
                }
            }
        }
        return present;
    }

    private List<ResourceKey> none(Node node, Throwable failure) {
        watch.failed(node, String.valueOf(failure));
        return List.of();
    }
}
