package dev.plat.router.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders that are kept, as the local cluster uses them. */
class PostgresProcessIT {

    @TempDir Path folder;

    private final PostgresBinaries binaries = PostgresBinaries.embedded();

    @Test
    void aKilledServerStartsAgainOnItsFolder() {
        Path data = initialised();
        PostgresProcess first = start(data, ChildLife.WITH_PARENT);
        int port = first.port();

        first.kill();

        assertThat(first.alive()).isFalse();
        assertThat(data.resolve("postmaster.pid")).exists();
        try (PostgresProcess second =
                PostgresProcess.start(
                        binaries, data, port, Map.of("fsync", "on"), ChildLife.WITH_PARENT)) {
            assertThat(second.alive()).isTrue();
        }
        assertThat(data.resolve("PG_VERSION")).exists();
    }

    @Test
    void aPidFileThatNowNamesAnotherProgramIsNoObstacle() throws IOException {
        Path data = initialised();
        PostgresProcess first = start(data, ChildLife.WITH_PARENT);
        first.kill();
        List<String> lines = Files.readAllLines(data.resolve("postmaster.pid"));
        lines.set(0, Long.toString(ProcessHandle.current().pid()));
        Files.write(data.resolve("postmaster.pid"), lines);

        try (PostgresProcess second = start(data, ChildLife.WITH_PARENT)) {
            assertThat(second.alive()).isTrue();
        }
    }

    @Test
    void aSecondServerOnTheSameFolderIsRefusedWithPostgresOwnWords() {
        Path data = initialised();
        try (PostgresProcess first = start(data, ChildLife.WITH_PARENT)) {
            assertThatThrownBy(() -> start(data, ChildLife.WITH_PARENT))
                    .hasMessageContaining("postmaster.pid");
            assertThat(first.alive()).isTrue();
        }
    }

    @Test
    void anotherVersionsFolderIsRefusedByName() throws IOException {
        Path data = Files.createDirectory(folder.resolve("data"));
        Files.writeString(data.resolve("PG_VERSION"), "15\n");

        assertThatThrownBy(this::initialised).hasMessageContaining("was made by PostgreSQL 15");
    }

    @Test
    void whenTheParentIsKilledOnlyTheChildOnItsOwnStays() throws IOException {
        Path bound = initialised();
        Path free = folder.resolve("free");
        binaries.initialise(free, "secret", PostgresBinaries.Durability.THROWN_AWAY);
        Process parent = parentOf(bound, free);
        Waits.until("both run", () -> ready(bound) && ready(free));
        ProcessHandle boundServer = serverOf(bound);
        ProcessHandle freeServer = serverOf(free);

        parent.destroyForcibly().onExit().join();

        Waits.until("the bound one ends", () -> !boundServer.isAlive());
        assertThat(freeServer.isAlive()).isTrue();
        List<ProcessHandle> rest = freeServer.descendants().toList();
        freeServer.destroyForcibly();
        rest.forEach(ProcessHandle::destroyForcibly);
    }

    @Test
    void stoppingTwiceIsFine() {
        PostgresProcess process = start(initialised(), ChildLife.ON_ITS_OWN);

        process.stop();
        process.stop();

        assertThat(process.alive()).isFalse();
    }

    private Path initialised() {
        Path data = folder.resolve("data");
        binaries.initialise(data, "secret", PostgresBinaries.Durability.THROWN_AWAY);
        return data;
    }

    private PostgresProcess start(Path data, ChildLife life) {
        return PostgresProcess.start(binaries, data, Ports.free(), Map.of("fsync", "on"), life);
    }

    private static Process parentOf(Path bound, Path free) throws IOException {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        TwoChildren.class.getName(),
                        bound.toString(),
                        free.toString())
                .inheritIO()
                .start();
    }

    private static boolean ready(Path data) throws IOException {
        Path file = data.resolve("postmaster.pid");
        return Files.exists(file) && Files.readString(file).contains("ready");
    }

    private static ProcessHandle serverOf(Path data) throws IOException {
        String pid = Files.readAllLines(data.resolve("postmaster.pid")).getFirst().strip();
        Optional<ProcessHandle> handle = ProcessHandle.of(Long.parseLong(pid));
        return handle.orElseThrow();
    }

    /** A JVM that starts one child of each kind and waits for its own end. */
    static final class TwoChildren {

        private TwoChildren() {}

        public static void main(String[] folders) throws InterruptedException {
            PostgresBinaries binaries = PostgresBinaries.embedded();
            PostgresProcess bound =
                    PostgresProcess.start(
                            binaries,
                            Path.of(folders[0]),
                            Ports.free(),
                            Map.of(),
                            ChildLife.WITH_PARENT);
            PostgresProcess free =
                    PostgresProcess.start(
                            binaries,
                            Path.of(folders[1]),
                            Ports.free(),
                            Map.of(),
                            ChildLife.ON_ITS_OWN);
            bound.handle().onExit().join();
            free.handle().onExit().join();
        }
    }
}
