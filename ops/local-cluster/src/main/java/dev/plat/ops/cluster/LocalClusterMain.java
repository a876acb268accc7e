package dev.plat.ops.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plat.router.testkit.ChildProcess;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;

/**
 * Runs a local cluster until it is told to end by SIGTERM. Arguments: the checkout, the data
 * folder, and the port base if one is wished. Each step is a line of JSON in {@code
 * run/events.jsonl}, which the CLI follows.
 */
final class LocalClusterMain {

    private LocalClusterMain() {}

    public static void main(String[] args) throws InterruptedException {
        Path home = Path.of(args[0]);
        Path data = Path.of(args[1]);
        OptionalInt portBase =
                args.length > 2 ? OptionalInt.of(Integer.parseInt(args[2])) : OptionalInt.empty();
        EventFile events = new EventFile(data.resolve("run/events.jsonl"));
        try {
            LocalCluster cluster = LocalCluster.at(ClusterLayout.of(data, portBase), home);
            ChildProcess.endInOrder(() -> {
                events.write("stopping", "");
                cluster.close();
                events.write("stopped", "");
            });
            cluster.start(events);
            events.write("ready", "");
        } catch (PlatException e) {
            events.failed(e.code(), e.text(), e.facts());
            System.exit(1);
        } catch (RuntimeException e) {
            e.printStackTrace();
            events.failed(
                    ErrorCode.INTERNAL,
                    "The cluster did not start.",
                    Map.of("found", String.valueOf(e.getMessage())));
            System.exit(1);
        }
        new CountDownLatch(1).await(); // for SIGTERM
    }

    /** Appends events to a file. */
    private static final class EventFile implements Progress {

        private final Path file;
        private final ObjectMapper json = new ObjectMapper();
        private final long begin = System.nanoTime();

        EventFile(Path file) {
            this.file = file;
        }

        @Override
        public void total(int steps) {
            write("total", Integer.toString(steps));
        }

        @Override
        public void begin(String step) {
            write("begin", step);
        }

        @Override
        public void done(String step) {
            write("done", step);
        }

        void write(String event, String text) {
            append(event, Map.of("text", text));
        }

        /** As a problem document says it. */
        void failed(ErrorCode code, String detail, Map<String, Object> facts) {
            Map<String, Object> problem = new LinkedHashMap<>();
            problem.put("code", code.text());
            problem.put("detail", detail);
            problem.putAll(facts);
            append("failed", problem);
        }

        private synchronized void append(String event, Map<String, Object> more) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("event", event);
            line.putAll(more);
            line.put("millis", (System.nanoTime() - begin) / 1_000_000);
            try {
                Files.createDirectories(file.getParent());
                Files.writeString(
                        file,
                        json.writeValueAsString(line) + "\n",
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
