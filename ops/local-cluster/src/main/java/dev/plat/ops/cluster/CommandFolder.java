package dev.plat.ops.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * How a command line tells the supervisor of this machine's cluster something: it leaves {@code
 * <id>.request} in the folder {@code run/commands}, and finds {@code <id>.answer} there. Files and
 * not a socket: who may write into the cluster's folder may act as operator anyway, a path may be
 * as long as it likes, and a request that nobody reads does no harm. One at a time, in the order of
 * the names; both files are written beside and renamed.
 *
 * <p>Threads: safe.
 */
final class CommandFolder implements AutoCloseable {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
    private static final String REQUEST = ".request";
    private static final String ANSWER = ".answer";

    /** Nobody waits for an answer any longer than this. */
    private static final Duration ANSWER_KEPT = Duration.ofMinutes(10);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final Function<JsonNode, Map<String, Object>> carryOut;
    private final Thread thread;
    private volatile boolean closed;

    private CommandFolder(Path folder, Function<JsonNode, Map<String, Object>> carryOut) {
        this.folder = folder;
        this.carryOut = carryOut;
        this.thread = Thread.ofPlatform().daemon().name("commands").unstarted(this::run);
    }

    /**
     * Makes the folder, forgets what an earlier supervisor was told, and watches it.
     *
     * @param carryOut what a request asks for; a {@link PlatException} becomes the answer
     */
    static CommandFolder watch(Path run, Function<JsonNode, Map<String, Object>> carryOut) {
        Path folder = run.resolve("commands");
        try {
            Files.createDirectories(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            for (Path file : files(folder)) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        CommandFolder commands = new CommandFolder(folder, carryOut);
        commands.thread.start();
        return commands;
    }

    /** Takes no more; what is being carried out is finished or breaks off with the process. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }

    private void run() {
        while (!closed) {
            try {
                for (Path file : files(folder)) {
                    see(file);
                }
                Thread.sleep(LOOK_AGAIN);
            } catch (InterruptedException e) {
                return;
            } catch (IOException e) {
                // The folder is gone with its cluster, or the disk is full: nothing to answer with.
                return;
            }
        }
    }

    private void see(Path file) throws IOException {
        String name = file.getFileName().toString();
        if (name.endsWith(REQUEST)) {
            answer(file, name.substring(0, name.length() - REQUEST.length()));
            Files.deleteIfExists(file);
        } else if (name.endsWith(ANSWER)
                && Files.getLastModifiedTime(file).toMillis()
                        < System.currentTimeMillis() - ANSWER_KEPT.toMillis()) {
            Files.deleteIfExists(file);
        }
    }

    private void answer(Path request, String id) throws IOException {
        Map<String, Object> answer = new LinkedHashMap<>();
        try {
            answer.putAll(carryOut.apply(JSON.readTree(request.toFile())));
            answer.put("done", true);
        } catch (PlatException e) {
            problem(answer, e);
        } catch (IOException e) {
            problem(
                    answer,
                    new PlatException(
                            ErrorCode.JSON_MALFORMED, "The supervisor cannot read the request."));
        } catch (RuntimeException e) {
            problem(
                    answer,
                    new PlatException(
                            ErrorCode.INTERNAL,
                            "The supervisor could not do it.",
                            "found",
                            String.valueOf(e.getMessage())));
        }
        Path temporary = Files.createTempFile(folder, "answer", ".tmp");
        JSON.writeValue(temporary.toFile(), answer);
        Files.move(temporary, folder.resolve(id + ANSWER), StandardCopyOption.ATOMIC_MOVE);
    }

    private static void problem(Map<String, Object> answer, PlatException e) {
        answer.put("done", false);
        answer.put("code", e.code().text());
        answer.put("detail", e.text());
        answer.putAll(e.facts());
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
