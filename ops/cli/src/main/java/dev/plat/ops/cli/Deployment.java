package dev.plat.ops.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plat.ops.cli.api.ApiClient;
import dev.plat.ops.cli.running.Bar;
import dev.plat.resources.blob.Sha256;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Deploys a folder by digest: hash everything, name it, send what is missing, seal, move the
 * pointer. Each step may be repeated, so an interrupted deploy is continued by starting again.
 */
final class Deployment {

    private static final int PUTS_IN_FLIGHT = 8;
    private static final int HASHERS = Runtime.getRuntime().availableProcessors();

    private final ApiClient client;
    private final String base;
    private final Bar bar;

    Deployment(ApiClient client, String site, Bar bar) {
        this.client = client;
        this.base = "/api/v1/sites/" + site;
        this.bar = bar;
    }

    /**
     * What would be deployed: every file below the folder, hidden ones left out.
     *
     * @throws PlatException {@code path-refused} for a folder without files
     */
    static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw refused(folder, "a folder");
        }
        try (Stream<Path> walk = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            List<Path> paths =
                    walk.filter(Files::isRegularFile)
                            .filter(path -> visible(folder.relativize(path)))
                            .sorted()
                            .toList();
            if (paths.isEmpty()) {
                throw refused(folder, "a folder with files in it");
            }
            return paths;
        }
    }

    /**
     * Puts these files live, named by where they lie below the folder.
     *
     * @throws PlatException what hosting says
     */
    Result deploy(Path folder, List<Path> paths) throws IOException {
        List<Entry> entries = hash(folder, paths);
        List<Map<String, Object>> files = new ArrayList<>();
        for (Entry entry : entries) {
            files.add(Map.of("path", entry.path, "sha256", entry.sha256.hex(), "size", entry.size));
        }
        JsonNode release = client.hosting("POST", base + "/releases", Map.of("files", files));
        String id = release.path("release").asText();
        Set<String> missing = new HashSet<>();
        release.path("missing").forEach(digest -> missing.add(digest.asText()));
        long sentBytes = send(entries, missing, id);
        bar.show(missing.size(), missing.size(), "sealing");
        client.hosting("POST", base + "/releases/" + id + "/seal", Map.of());
        JsonNode live = client.hosting("POST", base + "/deploys", Map.of("release", id));
        return new Result(
                id,
                live.path("generation").asLong(),
                live.path("url").asText(),
                entries.size(),
                missing.size(),
                sentBytes);
    }

    private List<Entry> hash(Path folder, List<Path> paths) {
        AtomicLong done = new AtomicLong();
        return inParallel(
                HASHERS,
                paths,
                path -> {
                    Entry entry = hash(folder, path);
                    bar.show(done.incrementAndGet(), paths.size(), "hashing");
                    return entry;
                });
    }

    private static Entry hash(Path folder, Path file) {
        var digest = Sha256.newDigest();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            long size = in.transferTo(OutputStream.nullOutputStream());
            String path = folder.relativize(file).toString().replace('\\', '/');
            return new Entry(
                    Normalizer.normalize(path, Normalizer.Form.NFC),
                    file,
                    Sha256.ofDigest(digest.digest()),
                    size);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long send(List<Entry> entries, Set<String> missing, String release) {
        Map<String, Entry> byDigest = new LinkedHashMap<>();
        entries.stream()
                .filter(entry -> missing.contains(entry.sha256.hex()))
                .forEach(entry -> byDigest.putIfAbsent(entry.sha256.hex(), entry));
        AtomicLong done = new AtomicLong();
        List<Long> sizes =
                inParallel(
                        PUTS_IN_FLIGHT,
                        List.copyOf(byDigest.values()),
                        entry -> {
                            try {
                                client.hostingPut(
                                        base
                                                + "/releases/"
                                                + release
                                                + "/resources/"
                                                + entry.sha256.hex(),
                                        HttpRequest.BodyPublishers.ofFile(entry.file));
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                            bar.show(done.incrementAndGet(), byDigest.size(), "sending");
                            return entry.size;
                        });
        return sizes.stream().mapToLong(Long::longValue).sum();
    }

    private static <I, O> List<O> inParallel(int lanes, List<I> inputs, Function<I, O> work) {
        try (ExecutorService workers = Executors.newFixedThreadPool(lanes)) {
            List<Future<O>> futures =
                    inputs.stream().map(input -> workers.submit(() -> work.apply(input))).toList();
            List<O> results = new ArrayList<>();
            try {
                for (Future<O> future : futures) {
                    results.add(future.get());
                }
            } finally {
                workers.shutdownNow(); // after a failure nothing more is begun
            }
            return results;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlatException(ErrorCode.TRY_AGAIN, "The deploy was interrupted.").causedBy(e);
        }
    }

    private static boolean visible(Path relative) {
        for (Path part : relative) {
            if (part.toString().startsWith(".") && !part.toString().equals(".well-known")) {
                return false;
            }
        }
        return true;
    }

    private static PlatException refused(Path folder, String expected) {
        return new PlatException(
                ErrorCode.PATH_REFUSED,
                "This cannot be deployed.",
                "value",
                folder.toString(),
                "expected",
                expected);
    }

    private record Entry(String path, Path file, Sha256 sha256, long size) {}

    /** A deploy that is live. */
    record Result(
            String release, long generation, String url, int files, int sent, long sentBytes) {

        String json() throws IOException {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("release", release);
            body.put("generation", generation);
            body.put("url", url);
            body.put("files", files);
            body.put("sent", sent);
            body.put("sentBytes", sentBytes);
            return new ObjectMapper().writeValueAsString(body);
        }
    }
}
