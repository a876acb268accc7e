package dev.plat.ops.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What runs, as a file that the CLI reads: {@code run/cluster.json}. Process ids go with their
 * start time, because the system gives ids again.
 */
final class RunState {

    private final ClusterLayout layout;
    private final ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    RunState(ClusterLayout layout) {
        this.layout = layout;
    }

    synchronized void write(List<Member> members) {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("data", layout.data().toString());
        state.put("portBase", layout.portBase());
        state.put("supervisor", process(ProcessHandle.current().pid()));
        state.put(
                "urls",
                Map.of(
                        "app",
                        layout.appOrigin() + "/",
                        "siteBuilder",
                        layout.appOrigin(),
                        "hosting",
                        layout.hostingOrigin(),
                        "domains",
                        layout.domainsOrigin(),
                        "payments",
                        layout.paymentsOrigin(),
                        "checkout",
                        layout.checkoutOrigin(),
                        "sites",
                        "http://{slug}." + layout.sitesDomain() + ":" + layout.edgePort() + "/",
                        "tls",
                        "https://{name}:" + layout.edgeTlsPort() + "/"));
        List<Map<String, Object>> processes = new ArrayList<>();
        for (Member member : members) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("name", member.name());
            entry.put("kind", member.kind());
            entry.putAll(process(member.pid()));
            entry.put("ports", member.ports());
            entry.put("startMillis", member.startMillis());
            processes.add(entry);
        }
        state.put("processes", processes);
        replace(state);
    }

    synchronized void clear() {
        try {
            Files.deleteIfExists(file());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path file() {
        return layout.run().resolve("cluster.json");
    }

    private static Map<String, Object> process(long pid) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("pid", pid);
        entry.put(
                "started",
                ProcessHandle.of(pid)
                        .flatMap(handle -> handle.info().startInstant())
                        .map(Instant::toEpochMilli)
                        .orElse(0L));
        return entry;
    }

    private void replace(Map<String, Object> state) {
        try {
            Path temporary = Files.createTempFile(layout.run(), "cluster", ".tmp");
            json.writeValue(temporary.toFile(), state);
            Files.move(temporary, file(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
