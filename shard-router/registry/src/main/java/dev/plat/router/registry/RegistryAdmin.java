package dev.plat.router.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plat.router.core.BucketMap;
import dev.plat.router.core.ControlPoints;
import dev.plat.router.core.Node;
import dev.plat.router.core.move.OwnerPublisher;
import dev.plat.router.core.orders.Leadership;
import dev.plat.router.core.orders.OrderBook;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import dev.plat.schemas.Tier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the registry: for operators and for what acts on their orders. A map's content never goes
 * back, whoever writes it: each chunk is read, merged by epoch and set under compare-and-set. Every
 * call may be repeated.
 *
 * <p>Errors: {@code try-again} when ZooKeeper does not answer, {@code wrong-cluster}.
 *
 * <p>Threads: safe, blocking.
 */
public final class RegistryAdmin implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RegistryAdmin.class);

    private final RegistrySession session;
    private final Layout layout;

    /**
     * Connects.
     *
     * @param connect {@code host:port}, several with commas
     * @param root path of the cluster: {@code /plat}
     */
    public RegistryAdmin(String connect, String root) {
        this.session = RegistrySession.open(connect, root);
        this.layout = session.layout();
    }

    /** Orders and the progress of their moves, over this connection. */
    public OrderBook orders() {
        return new ZooKeeperOrderBook(session);
    }

    /** How a cutover reaches the routers, over this connection. */
    public OwnerPublisher publisher() {
        return new RegistryOwnerPublisher(session);
    }

    /**
     * Takes part in the choice of the one controller that acts for all tiers, from now until its
     * {@code close}; the session behind it is this connection's.
     *
     * @param who a name for people who look: host and process
     * @param points {@code latch.won}, {@code latch.lost}
     */
    public Leadership leadership(String who, ControlPoints points) {
        return new ZooKeeperLeadership(session, who, points);
    }

    /** True while ZooKeeper answers. */
    public boolean connected() {
        return session.client().getZookeeperClient().isConnected();
    }

    /** Says which cluster this registry is of; another one's is refused. */
    public void createCluster(String cluster) {
        RegistrySession.ask(
                "createCluster",
                () -> {
                    session.create(layout.format(), Codec.ofFormat(cluster));
                    String found = foundCluster();
                    if (!found.equals(cluster)) {
                        throw new PlatException(
                                ErrorCode.WRONG_CLUSTER,
                                "The registry belongs to another cluster.",
                                "value",
                                found,
                                "expected",
                                cluster);
                    }
                    for (Tier tier : Tier.values()) {
                        session.create(layout.spec(tier), Codec.ofSpec(tier));
                    }
                    return found;
                });
    }

    /** The cluster this registry is of. */
    public String cluster() {
        return RegistrySession.ask("cluster", this::foundCluster);
    }

    /** Adds a node unless one of its name is there: then false, and nothing was changed. */
    public boolean addNode(Node node) {
        return RegistrySession.ask(
                "addNode",
                () -> session.create(layout.node(node.tier(), node.name()), Codec.of(node)));
    }

    /**
     * Adds a node, or replaces all that is said about it. What happened to a node meanwhile is
     * lost: use {@link #addNode} and {@link #changeNode} where a drain may have been ordered.
     */
    public void putNode(Node node) {
        RegistrySession.ask(
                "putNode",
                () -> {
                    session.put(layout.node(node.tier(), node.name()), Codec.of(node));
                    return node;
                });
    }

    /**
     * Changes state, weight, zone or address under compare-and-set, and returns what stands there
     * then.
     *
     * @param step may run again, and sees the newest; the name and the tier stay
     * @throws PlatException {@code not-found}
     */
    public Node changeNode(Tier tier, String name, UnaryOperator<Node> step) {
        return RegistrySession.ask("changeNode", () -> change(tier, name, step));
    }

    /**
     * Removes a node that serves nothing any more.
     *
     * @return false when there is none of this name
     * @throws PlatException {@code precondition-failed} unless it is retired
     */
    public boolean removeNode(Tier tier, String name) {
        return RegistrySession.ask("removeNode", () -> remove(tier, name));
    }

    /** All nodes of a tier in the order of their names, asked for now. */
    public List<Node> nodes(Tier tier) {
        return RegistrySession.ask(
                "nodes",
                () -> {
                    session.sync(layout.nodes(tier));
                    List<Node> nodes = new ArrayList<>();
                    for (String name : session.children(layout.nodes(tier))) {
                        var found = session.read(layout.node(tier, name));
                        if (found.isPresent()) {
                            nodes.add(Codec.node(tier, found.get().json()));
                        }
                    }
                    return List.copyOf(nodes);
                });
    }

    /** The map of a tier, asked for now; empty for a tier that nobody has placed. */
    public BucketMap map(Tier tier) {
        return RegistrySession.ask(
                "map",
                () -> {
                    session.sync(layout.map(tier));
                    BucketMap map = BucketMap.empty(tier);
                    for (int chunk = 0; chunk < Layout.CHUNKS; chunk++) {
                        var found = session.read(layout.chunk(tier, chunk));
                        map = found.isPresent() ? Codec.merge(map, found.get().json()) : map;
                    }
                    return map;
                });
    }

    /** Merges a map into the registry's; of two statements of one epoch the older one stays. */
    public void putMap(BucketMap map) {
        for (int chunk = 0; chunk < Layout.CHUNKS; chunk++) {
            int number = chunk;
            RegistrySession.ask(
                    "putMap",
                    () -> {
                        mergeChunk(map, number);
                        return number;
                    });
        }
    }

    @Override
    public void close() {
        session.close();
    }

    private String foundCluster() throws Exception {
        var found = session.read(layout.format());
        if (found.isEmpty()) {
            throw new PlatException(
                    ErrorCode.WRONG_CLUSTER,
                    "There is no cluster in this registry.",
                    "value",
                    layout.root(),
                    "expected",
                    "the root of a cluster that was started once");
        }
        return Codec.text(found.get().json(), "cluster");
    }

    private Node change(Tier tier, String name, UnaryOperator<Node> step) throws Exception {
        String path = layout.node(tier, name);
        for (int i = 0; i < RegistrySession.CAS_TRIES; i++) {
            session.sync(path);
            var found = session.read(path).orElseThrow(() -> unknownNode(tier, name));
            Node before = Codec.node(tier, found.json());
            Node after = step.apply(before);
            if (after.tier() != tier || !after.name().equals(name)) {
                throw new IllegalArgumentException("a node keeps its tier and its name: " + after);
            }
            // Fields that a newer program wrote stay.
            ObjectNode json = ((ObjectNode) found.json()).setAll(Codec.of(after));
            if (after.equals(before) || session.set(path, json, found.stat().getVersion())) {
                return after;
            }
            LOG.debug("somebody else changed {}: once more on what they wrote", path);
        }
        throw RegistrySession.unavailable("changing " + path);
    }

    private boolean remove(Tier tier, String name) throws Exception {
        String path = layout.node(tier, name);
        for (int i = 0; i < RegistrySession.CAS_TRIES; i++) {
            session.sync(path);
            Optional<RegistrySession.Found> found = session.read(path);
            if (found.isEmpty()) {
                return false;
            }
            Node.State state = Codec.node(tier, found.get().json()).state();
            if (state != Node.State.RETIRED) {
                throw new PlatException(
                        ErrorCode.PRECONDITION_FAILED,
                        "Only a retired node can be removed: drain it first.",
                        "node",
                        name,
                        "value",
                        Codec.lower(state),
                        "expected",
                        Codec.lower(Node.State.RETIRED));
            }
            if (session.delete(path, found.get().stat().getVersion())) {
                return true;
            }
        }
        throw RegistrySession.unavailable("removing " + path);
    }

    private static PlatException unknownNode(Tier tier, String name) {
        return new PlatException(
                ErrorCode.NOT_FOUND,
                "There is no node of this name in the tier.",
                "tier",
                tier.text(),
                "value",
                name);
    }

    private void mergeChunk(BucketMap map, int chunk) throws Exception {
        String path = layout.chunk(map.tier(), chunk);
        session.create(path, Codec.of(map, chunk));
        for (int i = 0; i < RegistrySession.CAS_TRIES; i++) {
            session.sync(path);
            var found = session.read(path);
            if (found.isEmpty()) {
                break; // wiped this very moment
            }
            BucketMap before = Codec.merge(BucketMap.empty(map.tier()), found.get().json());
            BucketMap after = before.merge(Codec.part(map, chunk));
            if (after.equals(before)
                    || session.set(path, Codec.of(after, chunk), found.get().stat().getVersion())) {
                return;
            }
            LOG.debug("somebody else wrote {}: merging with theirs", path);
        }
        throw RegistrySession.unavailable("writing " + path);
    }
}
