package dev.plat.ops.cluster;

import dev.plat.router.testkit.ChildLife;
import dev.plat.router.testkit.ChildProcess;
import dev.plat.router.testkit.Waits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Everything that goes over a cluster's ports while it is open, as it stands on the wire. */
final class WireCapture implements AutoCloseable {

    private static final Path PROGRAM = Path.of("/usr/bin/tcpdump");
    private static final String BUFFER_KIB = "65536";

    private final Path file;
    private final Path log;
    private final ChildProcess process;

    WireCapture(ClusterLayout layout, Path folder) {
        if (!Files.isExecutable(PROGRAM)) {
            throw new IllegalStateException(PROGRAM + " not found: apt-get install tcpdump");
        }
        file = folder.resolve("wire.pcap");
        log = folder.resolve("tcpdump.log");
        int first = layout.portBase();
        List<String> command =
                List.of(
                        PROGRAM.toString(),
                        "-i",
                        "lo",
                        "-n",
                        "--immediate-mode",
                        "-B",
                        BUFFER_KIB,
                        "-Z",
                        "root",
                        "-w",
                        file.toString(),
                        "portrange %d-%d".formatted(first, first + ClusterLayout.PORTS - 1));
        process = ChildProcess.start(command, log, ChildLife.WITH_PARENT);
        Waits.until("tcpdump listens", () -> told().contains("listening on") || !process.alive());
        if (!process.alive()) {
            throw new IllegalStateException("tcpdump: " + told());
        }
    }

    /** What was captured; whole once it is closed. */
    Path file() {
        return file;
    }

    /** Whether it has seen this text go by, and has dropped nothing by its own account. */
    boolean holds(String text) throws IOException {
        return told().contains("\n0 packets dropped by kernel")
                && Files.readString(file, StandardCharsets.ISO_8859_1).contains(text);
    }

    private String told() {
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.stop();
    }
}
