package dev.plat.ops.cli.running;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Tells the supervisor of this machine's cluster something, through files in {@code run/commands}:
 * the request is written beside and renamed, the answer comes under the same id.
 */
public final class SupervisorChannel {

    /** The first start of a PostgreSQL server takes seconds; of a busy machine, more. */
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RunFile run;
    private final Path folder;

    public SupervisorChannel(RunFile run) {
        this.run = run;
        this.folder = run.data().resolve("run/commands");
    }

    /**
     * Starts one more PostgreSQL server on this machine.
     *
     * @return its address: {@code host:port}
     * @throws PlatException as the supervisor refuses it; {@code try-again} when it does not answer
     */
    public String addPostgres() throws IOException, InterruptedException {
        return ask(Map.of("command", "add-postgres")).path("address").asText();
    }

    /**
     * Starts what does not run any more; the others are not touched.
     *
     * @return the names of what was started
     * @throws PlatException as for the others, and {@code internal} for what does not start
     */
    public List<String> startEnded() throws IOException, InterruptedException {
        List<String> names = new ArrayList<>();
        ask(Map.of("command", "start-ended"))
                .path("names")
                .forEach(name -> names.add(name.asText()));
        return names;
    }

    private JsonNode ask(Map<String, String> request) throws IOException, InterruptedException {
        if (Files.notExists(folder)) {
            throw silent();
        }
        String id = UUID.randomUUID().toString();
        Path temporary = Files.createTempFile(folder, "request", ".tmp");
        JSON.writeValue(temporary.toFile(), request);
        Path waiting = folder.resolve(id + ".request");
        Files.move(temporary, waiting, StandardCopyOption.ATOMIC_MOVE);
        Path answer = folder.resolve(id + ".answer");
        long begin = System.nanoTime();
        while (Files.notExists(answer)) {
            if (!run.supervised() || System.nanoTime() - begin > LIMIT.toNanos()) {
                Files.deleteIfExists(waiting);
                throw silent();
            }
            Thread.sleep(LOOK_AGAIN);
        }
        JsonNode told = JSON.readTree(answer.toFile());
        Files.deleteIfExists(answer);
        if (!told.path("done").asBoolean()) {
            throw Problem.of(told);
        }
        return told;
    }

    private PlatException silent() {
        return new PlatException(
                ErrorCode.TRY_AGAIN,
                "The cluster's supervisor does not answer.",
                "value",
                run.data().toString(),
                "expected",
                "a cluster that this version's plat up has started");
    }
}
