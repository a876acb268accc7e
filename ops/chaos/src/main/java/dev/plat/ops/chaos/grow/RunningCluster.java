package dev.plat.ops.chaos.grow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plat.ops.chaos.rig.Rig;
import dev.plat.ops.chaos.rig.Stage;
import dev.plat.router.core.Node;
import dev.plat.router.core.move.MoveProgress;
import dev.plat.router.core.orders.Order;
import dev.plat.router.registry.RegistryAdmin;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.Tier;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * What {@code ops/plat up} has started, as its operator reaches it: by the command line, and by
 * what stands in its folder and registry.
 *
 * <p>Threads: for one.
 */
final class RunningCluster implements Stage, AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<Tier> TIERS =
            Arrays.stream(Tier.values()).filter(tier -> tier.kind() == Tier.Kind.DATABASE).toList();

    private final Path home;
    private final Path data;
    private final PrintStream out;
    private final Properties secrets = new Properties();
    private final RegistryAdmin registry;
    private final String zooKeeper;
    private final Thread stopper;

    private RunningCluster(Path home, Path data, PrintStream out, Thread stopper) {
        this.home = home;
        this.data = data;
        this.out = out;
        this.stopper = stopper;
        try (Reader reader = Files.newBufferedReader(data.resolve("secrets.properties"))) {
            secrets.load(reader);
            Files.createDirectories(accounts());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.zooKeeper = "127.0.0.1:" + zooKeeperPort(data);
        this.registry = new RegistryAdmin(zooKeeper, Rig.REGISTRY_ROOT);
    }

    /** Starts it in the background; who interrupts this process ends that too. */
    static RunningCluster up(Path home, Path data, int portBase, PrintStream out) {
        Thread stopper = new Thread(() -> down(home, data, out), "cluster-stopper");
        Runtime.getRuntime().addShutdownHook(stopper);
        run(
                home,
                out,
                List.of(
                        "up",
                        "--detach",
                        "--data",
                        data.toString(),
                        "--port-base",
                        Integer.toString(portBase)));
        return new RunningCluster(home, data, out, stopper);
    }

    /** A command of {@code ops/plat} on this cluster, its output passed on. */
    void plat(String... arguments) {
        List<String> line = new ArrayList<>(List.of(arguments));
        line.addAll(List.of("--data", data.toString()));
        run(home, out, line);
    }

    String zooKeeper() {
        return zooKeeper;
    }

    String secret(String name) {
        return secrets.getProperty(name);
    }

    List<Order> orders() {
        return registry.orders().all();
    }

    /** How many buckets each shard has, by tier. */
    Map<String, Map<String, Integer>> buckets() {
        Map<String, Map<String, Integer>> buckets = new TreeMap<>();
        for (Tier tier : TIERS) {
            Map<String, Integer> counts = new TreeMap<>();
            registry.map(tier)
                    .statements()
                    .values()
                    .forEach(owner -> counts.merge(owner.shard(), 1, Integer::sum));
            buckets.put(tier.text(), counts);
        }
        return buckets;
    }

    /** How far a shard is from what its weight says, at most, in percent. */
    double worstOffPercent() {
        double worst = 0;
        for (Tier tier : TIERS) {
            List<Node> active =
                    registry.nodes(tier).stream()
                            .filter(node -> node.state() == Node.State.ACTIVE)
                            .toList();
            double weight = active.stream().mapToInt(Node::weight).sum();
            Map<String, Integer> counts = buckets().getOrDefault(tier.text(), Map.of());
            for (Node node : active) {
                double due = Bucket.COUNT * node.weight() / weight;
                int has = counts.getOrDefault(node.name(), 0);
                worst = Math.max(worst, Math.abs(has - due) / due * 100);
            }
        }
        return worst;
    }

    /** What the moves of all orders that are not over have shown last. */
    List<MoveProgress> progress() {
        return registry.orders().all().stream()
                .filter(order -> !order.state().ended())
                .flatMap(order ->
                        order.moves().stream()
                                .flatMap(move ->
                                        registry.orders().progress(order.tier(), move).stream()))
                .toList();
    }

    @Override
    public List<Node> nodes() {
        return registry.nodes(Rig.TIER);
    }

    @Override
    public Connection connect(int node) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://" + nodes().get(node).address(),
                "plat_mover",
                secret("postgres.mover.password"));
    }

    @Override
    public Path accounts() {
        return data.resolve("accounts");
    }

    /** Stops it. */
    @Override
    public void close() {
        registry.close();
        try {
            Runtime.getRuntime().removeShutdownHook(stopper);
        } catch (IllegalStateException _) {
            return; // This process is being ended, and the hook at work.
        }
        down(home, data, out);
    }

    private static void down(Path home, Path data, PrintStream out) {
        run(home, out, List.of("down", "--data", data.toString()));
    }

    private static int zooKeeperPort(Path data) {
        try {
            JsonNode state = JSON.readTree(data.resolve("run/cluster.json").toFile());
            for (JsonNode process : state.path("processes")) {
                if (process.path("name").asText().equals("zookeeper")) {
                    return process.path("ports").path("client").asInt();
                }
            }
            throw new IllegalStateException("no zookeeper in " + state);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void run(Path home, PrintStream out, List<String> arguments) {
        List<String> line = new ArrayList<>(List.of(home.resolve("ops/plat").toString()));
        line.addAll(arguments);
        out.println("$ plat " + String.join(" ", arguments));
        try {
            Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
            try (var reader = process.inputReader()) {
                reader.lines().forEach(out::println);
            }
            int exit = process.waitFor();
            if (exit != 0) {
                throw new IllegalStateException(String.join(" ", line) + " ended with " + exit);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
