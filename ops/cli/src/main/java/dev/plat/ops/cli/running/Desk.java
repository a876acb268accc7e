package dev.plat.ops.cli.running;

import dev.plat.router.core.Node;
import dev.plat.router.core.orders.Order;
import dev.plat.router.core.orders.OrderBook;
import dev.plat.router.registry.RegistryAdmin;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import dev.plat.schemas.Tier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an operator works with: the registry, asked afresh each time, and the order book. It also
 * knows what people call things: a shard by its name, a server by its address or its process.
 */
public final class Desk implements AutoCloseable {

    private static final String REGISTRY_ROOT = "/plat";

    private final RunFile run;
    private final RegistryAdmin registry;

    public Desk(RunFile run) {
        this.run = run;
        this.registry =
                new RegistryAdmin("127.0.0.1:" + run.port("zookeeper", "client"), REGISTRY_ROOT);
    }

    public RegistryAdmin registry() {
        return registry;
    }

    public OrderBook orders() {
        return registry.orders();
    }

    /** Writes orders down, all in one go; their ids. */
    public List<String> write(List<Order> orders) {
        return orders.stream().map(order -> orders().add(order).id()).toList();
    }

    public static List<Tier> databaseTiers() {
        return Arrays.stream(Tier.values())
                .filter(tier -> tier.kind() == Tier.Kind.DATABASE)
                .toList();
    }

    /**
     * The database tiers of these names, all of them for none.
     *
     * @throws PlatException {@code field-invalid} for an unknown tier and for a file tier
     */
    public static List<Tier> tiers(List<String> names) {
        List<Tier> tiers = names.stream().distinct().map(Tier::parse).toList();
        tiers.forEach(Desk::checkDatabase);
        return tiers.isEmpty() ? databaseTiers() : tiers;
    }

    /** Refuses what this version cannot move yet. */
    public static void checkDatabase(Tier tier) {
        if (tier.kind() != Tier.Kind.DATABASE) {
            throw new PlatException(
                    ErrorCode.FIELD_INVALID,
                    "A file tier's buckets are not moved by this version; that comes with plat files.",
                    "field",
                    "tier",
                    "value",
                    tier.text(),
                    "expected",
                    String.join(", ", databaseTiers().stream().map(Tier::text).toList()));
        }
    }

    /** The shards of a tier that serve, or are drained. */
    public List<Node> shardsInUse(Tier tier) {
        return registry.nodes(tier).stream()
                .filter(shard -> shard.state() != Node.State.RETIRED)
                .toList();
    }

    /** Every shard, retired ones included. */
    public List<Node> shards() {
        List<Node> shards = new ArrayList<>();
        databaseTiers().forEach(tier -> shards.addAll(registry.nodes(tier)));
        return shards;
    }

    /**
     * The shard of this name.
     *
     * @throws PlatException {@code not-found}, naming those there are; {@code field-invalid} for a
     *     file server
     */
    public Node shard(String name) {
        return find(name).orElseThrow(() -> unknown(name));
    }

    /**
     * The shards that somebody means: one by its name, or all of a server, by its address or by the
     * name of its process.
     */
    public List<Node> shardsOf(String name) {
        Optional<Node> one = find(name);
        if (one.isPresent()) {
            return List.of(one.get());
        }
        String server = address(name);
        List<Node> all = shards().stream().filter(shard -> server(shard).equals(server)).toList();
        if (all.isEmpty()) {
            throw unknown(name);
        }
        return all;
    }

    /** {@code host:port} of a shard. */
    public static String server(Node shard) {
        int slash = shard.address().indexOf('/');
        return slash < 0 ? shard.address() : shard.address().substring(0, slash);
    }

    /** Orders that have not ended and touch the shard. */
    public List<String> openOrders(Node shard) {
        return orders().all().stream()
                .filter(order -> !order.state().ended() && order.tier() == shard.tier())
                .filter(order ->
                        order.arguments().containsValue(shard.name())
                                || order.plan().stream()
                                        .anyMatch(batch ->
                                                batch.source().equals(shard.name())
                                                        || batch.target().equals(shard.name())))
                .map(order -> order.id())
                .toList();
    }

    @Override
    public void close() {
        registry.close();
    }

    private Optional<Node> find(String name) {
        return shards().stream().filter(shard -> shard.name().equals(name)).findFirst();
    }

    /** A process of this machine's cluster, or the address itself. */
    private String address(String name) {
        int port = name.startsWith("postgres-") ? run.port(name, "sql") : 0;
        return port == 0 ? name : "127.0.0.1:" + port;
    }

    private PlatException unknown(String name) {
        @Nullable String files = null;
        for (Tier tier : Tier.values()) {
            if (tier.kind() == Tier.Kind.FILES
                    && registry.nodes(tier).stream().anyMatch(node -> node.name().equals(name))) {
                files = tier.text();
            }
        }
        if (files != null) {
            checkDatabase(Tier.parse(files));
        }
        return new PlatException(
                ErrorCode.NOT_FOUND,
                "There is no such shard or server.",
                "value",
                name,
                "expected",
                String.join(
                        ", ",
                        shards().stream()
                                .map(shard ->
                                        shard.name()
                                                + " ("
                                                + shard.state().name().toLowerCase(Locale.ROOT)
                                                + ")")
                                .toList()));
    }
}
