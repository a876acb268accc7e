package dev.plat.ops.chaos.rig;

import dev.plat.router.core.StoppingPoints;
import dev.plat.router.core.move.Move;
import dev.plat.router.core.orders.Order;
import dev.plat.router.core.orders.OrderBook;
import dev.plat.router.registry.RegistryAdmin;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Two controllers of which one leads, and the orders they are given. Both stand still where the
 * rules of the moment say so; which one stands there is in the name of its gate.
 *
 * <p>Threads: for one.
 */
public final class Controllers implements AutoCloseable {

    private static final int COUNT = 2;
    private static final int HEAP_MIB = 96;
    private static final Duration POLL = Duration.ofMillis(10);

    private final Rig rig;
    private final Path gates;
    private final Path rules;
    private final Path secrets;
    private final RegistryAdmin registry;
    private final OrderBook orders;
    private final List<LabProcess> running = new ArrayList<>();
    private int changes;

    public Controllers(Rig rig) {
        this.rig = rig;
        this.gates = rig.folder().resolve("gates");
        this.rules = rig.folder().resolve("rules");
        this.secrets = rig.folder().resolve("secrets.properties");
        try {
            Files.createDirectories(gates);
            Files.writeString(
                    secrets,
                    """
                    postgres.mover.password=%s
                    postgres.copy.password=%s
                    postgres.scan.password=%s
                    """
                            .formatted(
                                    Rig.PASSWORDS.mover(),
                                    Rig.PASSWORDS.copy(),
                                    Rig.PASSWORDS.scan()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.registry = new RegistryAdmin(rig.zooKeeper(), Rig.REGISTRY_ROOT);
        this.orders = registry.orders();
        for (int i = 0; i < COUNT; i++) {
            running.add(start(i));
        }
    }

    /**
     * Where controllers stand still from now on; nowhere with an empty text. Arrivals count from
     * here, also when the rules are those of the time before: a controller sees a change only when
     * it comes to a point.
     */
    public void rules(String text) {
        String unlike = text.isEmpty() ? "" : text + ",note:change#" + ++changes;
        try {
            Path next = Files.writeString(rules.resolveSibling("rules.new"), unlike);
            Files.move(next, rules, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets everybody go on. */
    public void openGates() {
        for (Path gate : gatesShut()) {
            try {
                Files.deleteIfExists(gate);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    public boolean awaitGate(String point, Duration limit) {
        return await(limit, () -> gatesShut().stream().anyMatch(gate -> isOf(gate, point)));
    }

    /** SIGKILL to the one that stands at a gate. */
    public void killLeader() {
        List<Long> standing =
                gatesShut().stream()
                        .map(gate -> gate.getFileName().toString().split("\\."))
                        .map(parts -> Long.parseLong(parts[parts.length - 2]))
                        .toList();
        for (LabProcess controller : running) {
            if (standing.contains(controller.pid())) {
                controller.kill();
            }
        }
    }

    /** All of them run again. */
    public void ensure() {
        for (int i = 0; i < COUNT; i++) {
            if (!running.get(i).alive()) {
                running.set(i, start(i));
            }
        }
    }

    public Order order(List<Bucket> buckets, int target, Duration soak) {
        String numbers =
                buckets.stream()
                        .map(bucket -> Integer.toString(bucket.number()))
                        .collect(Collectors.joining(","));
        return orders.add(
                new Order(
                        "",
                        Order.Verb.MOVE,
                        Rig.TIER,
                        Map.of("buckets", numbers, "target", rig.nodes().get(target).name()),
                        Order.State.ORDERED,
                        List.of(),
                        List.of(),
                        soak,
                        0,
                        Instant.now(),
                        "lab",
                        ""));
    }

    public void wish(Order order, Move.Wish wish) {
        orders.wish(order.id(), wish);
    }

    /** Until the move itself knows that it was wished back; it may stand at a gate meanwhile. */
    public boolean awaitToldBack(int target, Duration limit) {
        String sql =
                "SELECT FROM plat.plat_move"
                        + " WHERE wish = 'back' AND step NOT IN ('done', 'undone')";
        return await(
                limit,
                () -> {
                    try (Connection connection = rig.connect(target);
                            PreparedStatement select = connection.prepareStatement(sql);
                            ResultSet row = select.executeQuery()) {
                        return row.next();
                    } catch (SQLException e) {
                        throw new IllegalStateException(e);
                    }
                });
    }

    public boolean awaitState(Order order, Order.State state, Duration limit) {
        return await(limit, () -> now(order).state() == state || now(order).state().ended())
                && now(order).state() == state;
    }

    /** The last state's text; empty when there is none within the limit. */
    public String awaitEnd(Order order, Duration limit) {
        return await(limit, () -> now(order).state().ended())
                ? now(order).state().name().toLowerCase(Locale.ROOT)
                : "";
    }

    public String describe(Order order) {
        Order now = now(order);
        return now.state()
                + " "
                + now.note()
                + now.moves().stream()
                        .map(move -> String.valueOf(orders.progress(Rig.TIER, move).orElse(null)))
                        .toList();
    }

    /** What is left over in the end; nothing, if all goes away within the limit. */
    public List<String> awaitClean(Leftovers leftovers, Duration limit) throws SQLException {
        long end = System.nanoTime() + limit.toNanos();
        List<String> found = leftovers.find();
        while (!found.isEmpty() && end - System.nanoTime() > 0) {
            LockSupport.parkNanos(10 * POLL.toNanos());
            found = leftovers.find();
        }
        return found;
    }

    /** Which server owns the bucket, by its own word. */
    public int ownerOf(Bucket bucket) {
        String sql =
                "SELECT 1 FROM plat.plat_bucket WHERE bucket = ? AND state IN ('owned', 'frozen')";
        for (int server = 0; server < rig.nodes().size(); server++) {
            try (Connection connection = rig.connect(server);
                    PreparedStatement select = connection.prepareStatement(sql)) {
                select.setShort(1, (short) bucket.number());
                try (ResultSet row = select.executeQuery()) {
                    if (row.next()) {
                        return server;
                    }
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
        throw new IllegalStateException("nobody owns bucket " + bucket.number());
    }

    @Override
    public void close() {
        running.forEach(LabProcess::close);
        registry.close();
    }

    private Order now(Order order) {
        return orders.find(order.id()).orElseThrow();
    }

    private LabProcess start(int number) {
        String name = "controller-" + (number + 1);
        return LabProcess.start(
                List.of(),
                rig.folder().resolve(name + ".log"),
                HEAP_MIB,
                List.of(
                        "-D" + StoppingPoints.FILE_PROPERTY + "=" + rules,
                        "-D" + StoppingPoints.GATES_PROPERTY + "=" + gates,
                        "-Dplat.zookeeper=" + rig.zooKeeper(),
                        "-Dplat.secrets=" + secrets,
                        "-Dplat.data=" + rig.folder().resolve(name),
                        "-Dplat.instance=" + name,
                        "dev.plat.router.controller.Controller"));
    }

    private List<Path> gatesShut() {
        try (Stream<Path> files = Files.list(gates)) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isOf(Path gate, String point) {
        return gate.getFileName().toString().startsWith(point + ".");
    }

    /** Without ZooKeeper nothing is known of an order. */
    private static boolean holds(BooleanSupplier condition) {
        try {
            return condition.getAsBoolean();
        } catch (PlatException e) {
            if (e.code() == ErrorCode.TRY_AGAIN) {
                return false;
            }
            throw e;
        }
    }

    private static boolean await(Duration limit, BooleanSupplier condition) {
        long end = System.nanoTime() + limit.toNanos();
        while (!holds(condition)) {
            if (end - System.nanoTime() < 0) {
                return false;
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
        return true;
    }
}
