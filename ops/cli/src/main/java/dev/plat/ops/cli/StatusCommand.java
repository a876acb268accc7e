package dev.plat.ops.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plat.ops.cli.orders.OrderSight;
import dev.plat.ops.cli.orders.OrderText;
import dev.plat.ops.cli.running.ClusterOptions;
import dev.plat.ops.cli.running.Desk;
import dev.plat.ops.cli.running.Exit;
import dev.plat.ops.cli.running.RunFile;
import dev.plat.ops.cli.running.Tiers;
import dev.plat.router.core.Node;
import dev.plat.router.core.orders.Order;
import dev.plat.schemas.PlatException;
import dev.plat.schemas.Tier;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows a running cluster: its URLs, processes and tiers. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description =
                "Show URLs, processes and tiers of the running system. Exit 1 when a process is down.")
final class StatusCommand implements Callable<Integer> {

    /** What is counted on each shard: the table that has one row for each site. */
    private static final Map<Tier, String> SITES =
            Map.of(Tier.BUILDING, "site", Tier.HOSTING, "site_live");

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    @Mixin private ClusterOptions cluster = new ClusterOptions();

    @Option(names = "--json", description = "One JSON object with stable keys.")
    private boolean asJson;

    @Override
    public Integer call() throws IOException {
        RunFile run = RunFile.require(cluster.data());
        ObjectNode status = JSON.createObjectNode();
        status.put("data", run.data().toString());
        status.put("portBase", run.portBase());
        status.set("urls", run.urls());
        boolean allUp = processes(run, status.putArray("processes"));
        ArrayNode orders = status.putArray("orders");
        if (tiers(run, status.putArray("tiers"))) {
            orders(run, orders);
        }
        status.put("state", allUp ? "up" : "degraded");
        System.out.print(asJson ? JSON.writeValueAsString(status) + "\n" : text(status));
        return allUp ? 0 : Exit.REFUSED;
    }

    private static boolean processes(RunFile run, ArrayNode into) {
        boolean allUp = true;
        try (HttpClient http = HttpClient.newHttpClient()) {
            for (RunFile.Entry entry : run.processes()) {
                ObjectNode node = into.addObject();
                node.put("name", entry.name());
                node.put("kind", entry.kind());
                node.put("pid", entry.handle().map(ProcessHandle::pid).orElse(0L));
                node.put("state", entry.handle().isPresent() ? "up" : "down");
                node.set("ports", entry.ports());
                node.put("startMillis", entry.startMillis());
                node.put(
                        "residentBytes",
                        entry.handle().map(StatusCommand::residentBytes).orElse(0L));
                if (entry.ports().has("http") && entry.handle().isPresent()) {
                    health(http, entry.ports().path("http").asInt())
                            .ifPresent(health -> node.set("health", health));
                }
                allUp &= entry.handle().isPresent();
            }
        }
        return allUp;
    }

    /**
     * Of the process and those it started: a PostgreSQL server is many. Shared pages count once for
     * each.
     */
    private static long residentBytes(ProcessHandle handle) {
        return residentBytes(handle.pid())
                + handle.descendants().mapToLong(child -> residentBytes(child.pid())).sum();
    }

    private static long residentBytes(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0; // not Linux, or gone meanwhile
        }
    }

    private static Optional<JsonNode> health(HttpClient http, int port) {
        var request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health"))
                        .timeout(Duration.ofSeconds(2))
                        .build();
        try {
            return Optional.of(
                    JSON.readTree(
                            http.send(request, HttpResponse.BodyHandlers.ofByteArray()).body()));
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** What operators have ordered and has not ended. */
    private static void orders(RunFile run, ArrayNode into) {
        try (Desk desk = new Desk(run)) {
            for (Order order : desk.orders().all()) {
                if (!order.state().ended()) {
                    OrderSight sight = OrderSight.of(desk.orders(), order);
                    ObjectNode line = into.addObject();
                    line.put("order", order.id());
                    line.put("state", order.state().name().toLowerCase(Locale.ROOT));
                    line.put("about", OrderText.subject(order));
                    line.put("percent", (int) (100 * sight.done()));
                    line.put("undo", sight.undo());
                }
            }
        } catch (PlatException e) {
            into.addObject().put("problem", e.text());
        }
    }

    /** Returns whether the registry answers. */
    private static boolean tiers(RunFile run, ArrayNode into) {
        try (Tiers tiers = new Tiers(run)) {
            for (Tier tier : Tier.values()) {
                ObjectNode node = into.addObject();
                node.put("tier", tier.text());
                node.put("kind", tier.kind() == Tier.Kind.DATABASE ? "database" : "files");
                node.put("copies", tier.copies());
                Map<String, Integer> buckets = tiers.buckets(tier);
                if (tiers.topology().nodes(tier).isEmpty()) {
                    node.put("problem", "the registry does not answer");
                }
                ArrayNode nodes = node.putArray("nodes");
                for (Node member : tiers.topology().nodes(tier)) {
                    ObjectNode line = nodes.addObject();
                    line.put("name", member.name());
                    line.put("address", member.address());
                    line.put("zone", member.zone());
                    line.put("weight", member.weight());
                    line.put("state", member.state().name().toLowerCase(Locale.ROOT));
                    line.put("buckets", buckets.getOrDefault(member.name(), 0));
                    String table = SITES.get(tier);
                    if (table != null) {
                        sites(tiers, member, table, line);
                    }
                }
            }
            return tiers.topology().connected();
        }
    }

    private static void sites(Tiers tiers, Node shard, String table, ObjectNode line) {
        try {
            line.put("sites", tiers.ownedRows(shard, table));
        } catch (SQLException e) {
            line.put("problem", String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
    }

    private static String text(ObjectNode status) {
        StringBuilder out = new StringBuilder();
        out.append("state  ").append(status.path("state").asText()).append('\n');
        status.path("urls")
                .properties()
                .forEach(url ->
                        out.append("%-12s %s%n".formatted(url.getKey(), url.getValue().asText())));
        out.append(
                "%n%-14s %-6s %8s %9s %9s%n"
                        .formatted("process", "state", "pid", "start", "memory"));
        status.path("processes")
                .forEach(process ->
                        out.append(
                                "%-14s %-6s %8d %6.1f s %5d MiB%n"
                                        .formatted(
                                                process.path("name").asText(),
                                                process.path("state").asText(),
                                                process.path("pid").asLong(),
                                                process.path("startMillis").asLong() / 1000.0,
                                                process.path("residentBytes").asLong() >> 20)));
        status.path("tiers")
                .forEach(tier -> {
                    out.append(
                            "%n%s (%s) %s%n"
                                    .formatted(
                                            tier.path("tier").asText(),
                                            tier.path("kind").asText(),
                                            tier.path("problem").asText()));
                    tier.path("nodes")
                            .forEach(node ->
                                    out.append(
                                            "  %-14s %-22s %-8s %5d buckets%s%n"
                                                    .formatted(
                                                            node.path("name").asText(),
                                                            node.path("address").asText(),
                                                            node.path("state").asText(),
                                                            node.path("buckets").asInt(),
                                                            node.has("sites")
                                                                    ? ", "
                                                                            + node.path("sites")
                                                                                    .asLong()
                                                                            + " sites"
                                                                    : node.path("problem")
                                                                            .asText())));
                });
        if (!status.path("orders").isEmpty()) {
            out.append("\norders in work\n");
        }
        status.path("orders")
                .forEach(order ->
                        out.append(
                                "  %-14s %-9s %3d %%  %s%s%n"
                                        .formatted(
                                                order.path("order").asText(),
                                                order.path("state").asText(),
                                                order.path("percent").asInt(),
                                                order.path("about").asText(),
                                                order.path("problem").asText())));
        return out.toString();
    }
}
