package dev.plat.ops.cli.running;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/** What a running local cluster wrote down about itself: {@code run/cluster.json} in its folder. */
public final class RunFile {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path data;
    private final JsonNode state;

    private RunFile(Path data, JsonNode state) {
        this.data = data;
        this.state = state;
    }

    /** Empty when no cluster was left running on this folder. */
    public static Optional<RunFile> find(Path data) {
        Path file = data.resolve("run/cluster.json");
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new RunFile(data, JSON.readTree(file.toFile())));
        } catch (JsonProcessingException e) {
            throw new PlatException(
                            ErrorCode.CONFIG_INVALID,
                            "What a cluster wrote down about itself is damaged.",
                            "value",
                            file.toString(),
                            "expected",
                            "no such file when nothing runs: delete it, then plat up")
                    .causedBy(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The running cluster.
     *
     * @throws PlatException {@code config-invalid} when there is none
     */
    public static RunFile require(Path data) {
        return find(data)
                .filter(RunFile::supervised)
                .orElseThrow(() ->
                        new PlatException(
                                ErrorCode.CONFIG_INVALID,
                                "No cluster runs on this folder.",
                                "value",
                                data.toString(),
                                "expected",
                                "ops/plat up, or --data with its folder"));
    }

    public Path data() {
        return data;
    }

    /**
     * {@code app}, {@code siteBuilder}, {@code hosting}, {@code domains}, {@code sites} with {@code
     * {slug}}, {@code tls} with {@code {name}}.
     */
    public String url(String name) {
        return state.path("urls").path(name).asText();
    }

    public JsonNode urls() {
        return state.path("urls");
    }

    public int portBase() {
        return state.path("portBase").asInt();
    }

    /** Where a process listens, or would if it ran. */
    public int port(String process, String purpose) {
        return processes().stream()
                .filter(entry -> entry.name().equals(process))
                .findFirst()
                .map(entry -> entry.ports().path(purpose).asInt())
                .orElse(0);
    }

    public boolean supervised() {
        return handle(state.path("supervisor")).isPresent();
    }

    public Optional<ProcessHandle> supervisor() {
        return handle(state.path("supervisor"));
    }

    public List<Entry> processes() {
        List<Entry> entries = new ArrayList<>();
        state.path("processes")
                .forEach(node ->
                        entries.add(
                                new Entry(
                                        node.path("name").asText(),
                                        node.path("kind").asText(),
                                        handle(node),
                                        node.path("ports"),
                                        node.path("startMillis").asLong())));
        return entries;
    }

    /** One of the cluster's secrets; whoever may read the file may act as operator. */
    public String secret(String name) {
        Properties values = new Properties();
        try (var reader = Files.newBufferedReader(data.resolve("secrets.properties"))) {
            values.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return values.getProperty(name, "");
    }

    /** The process, if it is still the one that was written down. */
    private static Optional<ProcessHandle> handle(JsonNode node) {
        long started = node.path("started").asLong();
        return ProcessHandle.of(node.path("pid").asLong())
                .filter(ProcessHandle::isAlive)
                .filter(handle ->
                        handle.info().startInstant().map(Instant::toEpochMilli).orElse(0L)
                                == started);
    }

    /** One process of the cluster; no handle when it does not run. */
    public record Entry(
            String name,
            String kind,
            Optional<ProcessHandle> handle,
            JsonNode ports,
            long startMillis) {}
}
