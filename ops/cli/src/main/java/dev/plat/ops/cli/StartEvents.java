package dev.plat.ops.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plat.ops.cli.running.Bar;
import dev.plat.ops.cli.running.Problem;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** What a starting cluster's supervisor writes down, line by line: {@code run/events.jsonl}. */
final class StartEvents {

    private static final long POLL_MILLIS = 50;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final Path logs;
    private final Set<String> starting = new LinkedHashSet<>();
    private int seen;
    private int total = 1;
    private int done;

    StartEvents(Path data) {
        this.file = data.resolve("run/events.jsonl");
        this.logs = data.resolve("logs");
    }

    /** Those of an earlier start. */
    void forget() throws IOException {
        Files.deleteIfExists(file);
    }

    /**
     * Draws them until the cluster is ready.
     *
     * @throws PlatException what kept it from starting, as the supervisor said it
     */
    void follow(Process supervisor, Bar bar) throws IOException, InterruptedException {
        while (true) {
            // Looked at before the file, so that its last words are read.
            boolean alive = supervisor.isAlive();
            List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
            for (String line : lines.subList(seen, lines.size())) {
                if (ready(JSON.readTree(line))) {
                    bar.show(total, total, "ready");
                    return;
                }
                bar.show(done, total, String.join(", ", starting));
            }
            seen = lines.size();
            if (!alive) {
                throw new PlatException(
                        ErrorCode.INTERNAL,
                        "The cluster's supervisor ended without a word.",
                        "logs",
                        logs.toString());
            }
            supervisor.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private boolean ready(JsonNode event) {
        String text = event.path("text").asText();
        switch (event.path("event").asText()) {
            case "total" -> total = Math.max(1, event.path("text").asInt());
            case "begin" -> starting.add(text);
            case "done" -> {
                starting.remove(text);
                done++;
            }
            case "ready" -> {
                return true;
            }
            case "failed" -> throw Problem.of(event, "logs", logs.toString());
            default -> starting.add(text);
        }
        return false;
    }
}
