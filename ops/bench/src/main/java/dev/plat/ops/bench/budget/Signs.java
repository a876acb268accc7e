package dev.plat.ops.bench.budget;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** How the processes of a run tell each other what, all as files in its folder. */
record Signs(Path folder) {

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** A process's results. */
    record Results(List<Answers.Written> phases) {}

    Path settings(String name) {
        return folder.resolve(name + "-settings.json");
    }

    void ready(String name) {
        write(folder.resolve(name + "-ready.json"), true);
    }

    boolean isReady(String name) {
        return Files.exists(folder.resolve(name + "-ready.json"));
    }

    /** When all begin, milliseconds since 1970: they are on one machine, with one clock. */
    void begin(long atMillis) {
        write(folder.resolve("begin.json"), atMillis);
    }

    boolean begun() {
        return Files.exists(folder.resolve("begin.json"));
    }

    long beginning() {
        return read(folder.resolve("begin.json"), Long.class);
    }

    void results(String name, Results results) {
        write(folder.resolve(name + "-results.json"), results);
    }

    Results results(String name) {
        return read(folder.resolve(name + "-results.json"), Results.class);
    }

    static <T> T read(Path file, Class<T> type) {
        try {
            return JSON.readValue(file.toFile(), type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whole or not at all, because others look for the file. */
    static void write(Path file, Object value) {
        Path half = file.resolveSibling(file.getFileName() + ".half");
        try {
            JSON.writeValue(half.toFile(), value);
            Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
