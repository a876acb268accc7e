package dev.plat.ops.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The first two journeys in real Chromium: build a site with the mouse, publish it, visit it; two
 * people on one page. The scripts stand with the editor in {@code services/site-builder/web/e2e};
 * their screenshots are kept in {@code target/screenshots}.
 */
@ExtendWith(RunningCluster.class)
class BrowserScenario {

    private static final long LIMIT_SECONDS = 300;
    private static final Path WEB = RunningCluster.home().resolve("services/site-builder/web");
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

    @ParameterizedTest
    @ValueSource(strings = {"journey", "saving"})
    void theBrowserDoesWhatACustomerDoes(String script, LocalCluster cluster) throws Exception {
        assertThat(CHROMIUM).as("chromium not found: apt-get install chromium").isExecutable();
        Path screenshots =
                Files.createDirectories(
                        RunningCluster.home()
                                .resolve("ops/local-cluster/target/screenshots")
                                .resolve(script));
        Path log = screenshots.resolve("steps.txt");

        int exit =
                run(
                        List.of("node", "e2e/" + script + ".mjs", screenshots.toString()),
                        cluster.layout().appOrigin(),
                        log);

        System.out.println(Files.readString(log));
        assertThat(exit).as(Files.readString(log)).isZero();
        try (Stream<Path> pictures = Files.list(screenshots)) {
            assertThat(pictures.filter(file -> file.toString().endsWith(".png")))
                    .hasSizeGreaterThan(2);
        }
    }

    private static int run(List<String> command, String appUrl, Path log)
            throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(WEB.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile());
        builder.environment().put("APP_URL", appUrl);
        Process process = builder.start();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            throw new AssertionError("the browser took too long:\n" + Files.readString(log));
        }
        return process.exitValue();
    }
}
