package dev.plat.ops.sandbox.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/** Somebody at a terminal, in the folder of a cluster: each word is a process of its own. */
final class Operator {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LIMIT_SECONDS = 120;

    private final Path data;

    /**
     * @param data in which the card provider's folder is {@code card-provider}
     * @param secrets the cluster's
     */
    Operator(Path data, Path secrets, SaleProcesses sale) throws IOException {
        this.data = data;
        Files.copy(secrets, data.resolve("secrets.properties"));
        Properties card = new Properties();
        try (var reader = Files.newBufferedReader(data.resolve("card-provider/ports"))) {
            card.load(reader);
        }
        ProcessHandle self = ProcessHandle.current();
        Files.createDirectories(data.resolve("run"));
        Files.writeString(
                data.resolve("run/cluster.json"),
                """
                {"portBase": 1, "supervisor": {"pid": %d, "started": %d}, "urls": {}, "processes": [
                  {"name": "payments", "kind": "service", "ports": %s},
                  {"name": "checkout", "kind": "service", "ports": %s},
                  {"name": "card-provider", "kind": "outside", "ports": {"control": %s}}]}
                """
                        .formatted(
                                self.pid(),
                                self.info().startInstant().map(Instant::toEpochMilli).orElseThrow(),
                                port(sale.payments()),
                                port(sale.checkout()),
                                card.getProperty("control")));
    }

    private static String port(URI origin) {
        return "{\"" + origin.getScheme() + "\": " + origin.getPort() + "}";
    }

    /** What came of a word. */
    record Said(int exit, String out) {

        /** The last event, for programs. */
        JsonNode event() {
            try {
                return JSON.readTree(
                        out.lines().filter(it -> it.startsWith("{")).toList().getLast());
            } catch (IOException e) {
                throw new IllegalStateException(out, e);
            }
        }
    }

    Said say(String... words) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                ProcessHandle.current().info().command().orElseThrow(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "dev.plat.ops.cli.Plat"));
        command.addAll(List.of(words));
        command.addAll(List.of("--data", data.toString()));
        Path out = Files.createTempFile(data, "said", ".txt");
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(out.toFile())
                        .start();
        try {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("no answer to " + List.of(words));
            }
            return new Said(process.exitValue(), Files.readString(out));
        } finally {
            process.destroyForcibly();
        }
    }
}
