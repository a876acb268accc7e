package dev.plat.domains.dns;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Files of test servers, and the small programs that fill them. */
final class NameServerFolders {

    private static final long PROGRAM_SECONDS = 20;

    private NameServerFolders() {}

    static void empty(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** The program's path. */
    static String installed(String debianPackage, String path) {
        if (!Files.isExecutable(Path.of(path))) {
            throw new IllegalStateException(path + " not found: apt-get install " + debianPackage);
        }
        return path;
    }

    static void run(Path input, String... command) throws IOException {
        Process process =
                new ProcessBuilder(List.of(command))
                        .redirectInput(input.toFile())
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (!process.waitFor(PROGRAM_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IllegalStateException(String.join(" ", command) + ":\n" + output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
