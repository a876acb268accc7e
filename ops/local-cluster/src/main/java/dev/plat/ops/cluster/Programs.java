package dev.plat.ops.cluster;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The command lines of Plat's own processes, from what the build left in each module's {@code
 * target}: its jar and the class path of what it needs. Each process gets its own class path, so
 * that no service sees another's beans.
 */
final class Programs {

    /** What an operator wants said to every JVM, words between blanks. */
    private static final String OPTIONS = "PLAT_JVM_OPTIONS";

    private final Path home;
    private final Path run;

    /**
     * @param home the checkout
     * @param run the folder of one cluster's running state
     */
    Programs(Path home, Path run) {
        this.home = home;
        this.run = run;
    }

    /**
     * For one that has little to do: compiled quickly, never well, so that it costs a start less.
     */
    List<String> small(
            String module, String mainClass, int heapMib, Map<String, Object> properties) {
        List<String> line = new ArrayList<>(command(module, mainClass, heapMib, properties));
        line.add(line.indexOf("-XX:+UseSerialGC"), "-XX:TieredStopAtLevel=1");
        return line;
    }

    List<String> command(
            String module, String mainClass, int heapMib, Map<String, Object> properties) {
        String process = String.valueOf(properties.getOrDefault("plat.instance", mainClass));
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> line =
                new ArrayList<>(
                        List.of(
                                "env",
                                "MALLOC_ARENA_MAX=2",
                                "ROCKSDB_SHAREDLIB_DIR=" + natives(process),
                                java.toString(),
                                "-Xmx" + heapMib + "m",
                                "-XX:+UseSerialGC",
                                "-XX:+ExitOnOutOfMemoryError",
                                "-XX:ErrorFile=" + run.resolve("jvm-crash-%p.log"),
                                "-XX:+AutoCreateSharedArchive",
                                "-XX:SharedArchiveFile=" + classData(process),
                                "-Xlog:cds=off",
                                "-Xlog:cds+dynamic=off",
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow"));
        line.addAll(operatorsOptions());
        properties.forEach((name, value) -> line.add("-D" + name + "=" + value));
        line.addAll(List.of("-cp", classPath(module), mainClass));
        return line;
    }

    private static List<String> operatorsOptions() {
        String options = System.getenv().getOrDefault(OPTIONS, "").strip();
        return options.isEmpty() ? List.of() : List.of(options.split("\\s+"));
    }

    /**
     * Where RocksDB unpacks its library: a folder for each process, since a second one would
     * overwrite what the first has mapped; and not the folder for temporary files, where each kill
     * -9 would leave 17 MB.
     */
    private Path natives(String process) {
        try {
            return Files.createDirectories(run.resolve("native").resolve(process));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Where a JVM leaves its loaded classes when it ends in order, and finds them at the next
     * start: with the build and not with the data, so that the first start of a new cluster is fast
     * too. One for each process, since those that end together would write one file together.
     */
    private Path classData(String process) {
        try {
            Path folder = Files.createDirectories(home.resolve("target/class-data"));
            return folder.resolve(process + ".jsa");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String classPath(String module) {
        Path target = home.resolve(module).resolve("target");
        try (Stream<Path> files = Files.list(target)) {
            Path jar =
                    files.filter(file -> file.getFileName().toString().endsWith("-SNAPSHOT.jar"))
                            .findFirst()
                            .orElseThrow(() -> notBuilt(module));
            return jar + ":" + Files.readString(target.resolve("runtime-classpath")).strip();
        } catch (NoSuchFileException e) {
            throw notBuilt(module).causedBy(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PlatException notBuilt(String module) {
        return new PlatException(
                ErrorCode.CONFIG_INVALID,
                "A module is not built.",
                "value",
                module,
                "expected",
                "mvn package");
    }
}
