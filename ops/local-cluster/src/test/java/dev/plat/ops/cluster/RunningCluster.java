package dev.plat.ops.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Hands scenarios a running {@link LocalCluster}: one for the JVM, started on first use on an empty
 * folder, closed when the last test has run. A scenario that takes something away brings it back.
 */
final class RunningCluster implements ParameterResolver {

    private static final Path HOME = Path.of(System.getProperty("plat.home"));
    private static final int FIRST_BASE = 9400;
    private static final int LAST_BASE = 19_000;

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == LocalCluster.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(RunningCluster.class))
                .getOrComputeIfAbsent("cluster", key -> fresh("scenario"), LocalCluster.class);
    }

    static Path home() {
        return HOME;
    }

    /** One for a scenario that leaves it otherwise than it was; its caller closes it. */
    static LocalCluster fresh(String name) {
        Path data = emptyFolder(name);
        LocalCluster cluster = LocalCluster.at(new ClusterLayout(data, freePortBase()), HOME);
        cluster.start(Progress.silent());
        return cluster;
    }

    static Path emptyFolder(String name) {
        Path data = HOME.resolve("ops/local-cluster/target").resolve(name);
        empty(data);
        return data;
    }

    /** Another checkout may be running its scenarios beside this one. */
    static int freePortBase() {
        for (int base = FIRST_BASE; base < LAST_BASE; base += ClusterLayout.PORTS) {
            int first = base;
            if (IntStream.range(first, first + ClusterLayout.PORTS).allMatch(PortCheck::bindable)) {
                return base;
            }
        }
        throw new IllegalStateException("no free block of ports from " + FIRST_BASE);
    }

    private static void empty(Path folder) {
        if (Files.notExists(folder)) {
            return;
        }
        try (Stream<Path> walk = Files.walk(folder)) {
            walk.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
