package dev.plat.ops.cli.running;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which local cluster is meant; several can stand side by side. */
public final class ClusterOptions {

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Folder of the cluster; kept between runs. Default: $PLAT_DATA, or .plat in the checkout.")
    private @Nullable Path given;

    public Path data() {
        String environment = System.getenv().getOrDefault("PLAT_DATA", "");
        Path folder = environment.isBlank() ? home().resolve(".plat") : Path.of(environment);
        return (given == null ? folder : given).toAbsolutePath().normalize();
    }

    /** The checkout, as {@code ops/plat} told. */
    public static Path home() {
        return Path.of(System.getProperty("plat.home", ".")).toAbsolutePath().normalize();
    }
}
