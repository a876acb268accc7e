package dev.plat.ops.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * One script of {@code services/site-builder/web/e2e} in real Chromium against a running cluster.
 * Its steps and screenshots are kept in {@code target/screenshots}.
 */
final class BrowserRun {

    private static final long LIMIT_SECONDS = 300;

    /** More for each name that a script is asked to bring to life after the first. */
    private static final long SECONDS_PER_NAME = 15;

    private static final Path WEB = RunningCluster.home().resolve("services/site-builder/web");
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

    private BrowserRun() {}

    static void of(String script, LocalCluster cluster, Map<String, String> more)
            throws IOException, InterruptedException {
        assertThat(CHROMIUM).as("chromium not found: apt-get install chromium").isExecutable();
        Path screenshots =
                Files.createDirectories(
                        RunningCluster.home()
                                .resolve("ops/local-cluster/target/screenshots")
                                .resolve(script));
        Path log = screenshots.resolve("steps.txt");

        int exit = run(script, screenshots, log, cluster.layout(), more);

        System.out.println(Files.readString(log));
        assertThat(exit).as(Files.readString(log)).isZero();
        try (Stream<Path> pictures = Files.list(screenshots)) {
            assertThat(pictures.filter(file -> file.toString().endsWith(".png")))
                    .hasSizeGreaterThan(2);
        }
    }

    private static int run(
            String script,
            Path screenshots,
            Path log,
            ClusterLayout layout,
            Map<String, String> more)
            throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(
                                List.of("node", "e2e/" + script + ".mjs", screenshots.toString()))
                        .directory(WEB.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile());
        builder.environment().put("APP_URL", layout.appOrigin());
        builder.environment().put("CHECKOUT_URL", layout.checkoutOrigin());
        builder.environment().put("EDGE_TLS", Integer.toString(layout.edgeTlsPort()));
        builder.environment().put("CA_ROOT", layout.authority().resolve("root.pem").toString());
        builder.environment().putAll(more);
        long limit =
                LIMIT_SECONDS + SECONDS_PER_NAME * Long.parseLong(more.getOrDefault("NAMES", "0"));
        Process process = builder.start();
        if (!process.waitFor(limit, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            throw new AssertionError("the browser took too long:\n" + Files.readString(log));
        }
        return process.exitValue();
    }
}
