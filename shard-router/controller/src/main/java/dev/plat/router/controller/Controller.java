package dev.plat.router.controller;

import dev.plat.router.controller.planning.OrderPlanning;
import dev.plat.router.controller.planning.Surveyor;
import dev.plat.router.core.ControlPoints;
import dev.plat.router.core.Node;
import dev.plat.router.core.StoppingPoints;
import dev.plat.router.core.Topology;
import dev.plat.router.core.move.MoveRecord;
import dev.plat.router.core.orders.Leadership;
import dev.plat.router.postgres.move.Mover;
import dev.plat.router.postgres.move.MoverSettings;
import dev.plat.router.registry.RegistryAdmin;
import dev.plat.router.registry.RegistrySettings;
import dev.plat.router.registry.ZooKeeperTopology;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.PlatException;
import dev.plat.schemas.Tier;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process that carries out operators' orders. It stands for election, acts for one term after
 * the other, and ends with SIGTERM; a move under way then waits for the next controller.
 */
public final class Controller {

    private static final Logger LOG = LoggerFactory.getLogger(Controller.class);
    private static final Duration END = Duration.ofSeconds(15);
    private static final Duration AFTER_REFUSAL = Duration.ofSeconds(1);

    private final ControllerSettings settings;
    private final ControlPoints points;
    private final AtomicReference<Standing> standing = new AtomicReference<>(Standing.IDLE);
    private final long startedNanos = System.nanoTime();

    private Controller(ControllerSettings settings, ControlPoints points) {
        this.settings = settings;
        this.points = points;
    }

    public static void main(String[] args) {
        try {
            Controller controller =
                    new Controller(
                            ControllerSettings.read(args, System.getProperties()),
                            StoppingPoints.ofProperties());
            Thread work = Thread.currentThread();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(work), "controller-stop"));
            controller.run();
        } catch (PlatException | IllegalArgumentException e) {
            LOG.error("the controller does not start: {}", e.getMessage());
            System.exit(1);
        } catch (InterruptedException e) {
            LOG.info("the controller ends");
        }
    }

    private static void end(Thread work) {
        work.interrupt();
        try {
            work.join(END);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() throws InterruptedException {
        Map<String, Supplier<Object>> pages =
                Map.of("/health", this::health, "/status", standing::get);
        try (StatusServer server = StatusServer.start(settings.port(), pages);
                Topology topology =
                        ZooKeeperTopology.open(
                                new RegistrySettings(
                                        settings.zookeeper(),
                                        ControllerSettings.REGISTRY_ROOT,
                                        settings.data().resolve("registry"),
                                        EnumSet.allOf(Tier.class)));
                RegistryAdmin registry = connected()) {
            LOG.info("controller={} port={} is ready", settings.instance(), server.port());
            while (true) {
                stand(registry, topology);
                // A shard has said that another controller leads. The latch is given back and won
                // anew before a shard is claimed again, or two that both think they lead take
                // turns.
                Thread.sleep(AFTER_REFUSAL);
            }
        }
    }

    /** Returns when a shard has refused this controller. */
    private void stand(RegistryAdmin registry, Topology topology) throws InterruptedException {
        String who = settings.instance() + "-" + ProcessHandle.current().pid();
        try (Leadership leadership = registry.leadership(who, points)) {
            Term.End end;
            do {
                leadership.awaitLeading();
                end = term(registry, topology, leadership);
            } while (end == Term.End.LOST);
        }
    }

    private Term.End term(RegistryAdmin registry, Topology topology, Leadership leadership)
            throws InterruptedException {
        ControlPoints led = new LedPoints(leadership, points);
        MoverSettings passwords =
                MoverSettings.of(
                        settings.secret("postgres.mover.password"),
                        settings.secret("postgres.copy.password"));
        OrderPlanning planning =
                new OrderPlanning(
                        registry, new Surveyor(settings.secret("postgres.scan.password")));
        OrderDesk desk =
                new OrderDesk(
                        registry.orders(),
                        (order, unfinished) ->
                                planning.propose(order, inHand(unfinished)).decision(),
                        (tier, node, state) ->
                                registry.changeNode(tier, node, found -> in(found, state)),
                        UUID::randomUUID);
        try (Moves moves =
                new PostgresMoves(
                        new Mover(passwords, topology, registry.publisher(), led),
                        topology,
                        led,
                        new LedPace(leadership))) {
            return new Term(
                            moves,
                            registry.orders(),
                            leadership,
                            desk,
                            new Bell(),
                            standing::set,
                            System::nanoTime)
                    .run();
        }
    }

    /** Waits for ZooKeeper as long as it takes. */
    private RegistryAdmin connected() throws InterruptedException {
        for (int tries = 1; ; tries++) {
            try {
                return new RegistryAdmin(settings.zookeeper(), ControllerSettings.REGISTRY_ROOT);
            } catch (PlatException e) {
                LOG.warn("zookeeper={} does not answer yet", settings.zookeeper());
                Thread.sleep(Backoff.after(tries));
            }
        }
    }

    private Map<String, Object> health() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("status", "UP");
        body.put("service", "controller");
        body.put("instance", settings.instance());
        body.put("leading", standing.get().leading());
        body.put("uptimeMillis", (System.nanoTime() - startedNanos) / 1_000_000);
        return body;
    }

    private static Set<Bucket> inHand(Collection<MoveRecord> unfinished) {
        Set<Bucket> buckets = new TreeSet<>();
        unfinished.forEach(record -> buckets.addAll(record.move().buckets()));
        return buckets;
    }

    private static Node in(Node node, Node.State state) {
        return new Node(
                node.tier(), node.name(), node.zone(), node.weight(), state, node.address());
    }
}
