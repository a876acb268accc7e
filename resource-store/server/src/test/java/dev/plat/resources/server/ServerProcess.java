package dev.plat.resources.server;

import dev.plat.router.testkit.Waits;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A file server as a process of its own, to be killed. */
final class ServerProcess implements AutoCloseable {

    private final List<String> command = new ArrayList<>();
    private final Path log;
    private final int adminPort;
    private Process process;

    ServerProcess(Path folder, String name, String zookeeper, int adminPort, int dataPort)
            throws IOException {
        this.adminPort = adminPort;
        Path home = Files.createDirectories(folder.resolve(name));
        log = home.resolve("log");
        Path secrets = home.resolve("secrets");
        Files.writeString(secrets, "service.secret=" + TestTier.SERVICE_SECRET + "\n");
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.addAll(
                List.of(
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:+UseSerialGC",
                        "-Xmx96m",
                        "-Dplat.instance=" + name,
                        "-Dplat.data=" + home.resolve("data"),
                        "-Dplat.secrets=" + secrets,
                        "-Dplat.zookeeper=" + zookeeper,
                        "-Dplat.files.reserve-bytes=0",
                        "-Dplat.files.hosting-files.port=" + dataPort,
                        "-Dmicronaut.server.port=" + adminPort,
                        "-cp",
                        System.getProperty("java.class.path"),
                        FileServer.class.getName()));
        process = start();
    }

    private Process start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment()
                .put("ROCKSDB_SHAREDLIB_DIR", log.resolveSibling(".").normalize().toString());
        return builder.start();
    }

    void restart() throws IOException {
        process = start();
    }

    void awaitUp() {
        Waits.until(Duration.ofSeconds(60), "the server is up", () -> health().contains("\"UP\""));
    }

    /** Empty while nobody answers. */
    String health() throws InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            URI uri = URI.create("http://127.0.0.1:" + adminPort + "/health");
            HttpRequest request =
                    HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5)).build();
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException e) {
            return "";
        }
    }

    /** kill -9. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGTERM, as an operator stops it. */
    int stop() throws InterruptedException {
        process.destroy();
        return process.waitFor(60, TimeUnit.SECONDS) ? process.exitValue() : -1;
    }

    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
