package dev.plat.router.testkit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** What {@link Servers} does: JUnit's root store keeps the shared servers and closes them. */
final class ServersExtension implements BeforeAllCallback, ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(ServersExtension.class);
    private static final AtomicInteger CLASSES = new AtomicInteger();
    private static final int REDIS_DATABASES = 16;

    @Override
    public void beforeAll(ExtensionContext context) {
        lease(context);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return lease(context).servers.containsKey(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return Optional.ofNullable(lease(context).servers.get(type)).orElseThrow();
    }

    /**
     * What the class has, made when first asked for: with one instance for all tests the
     * constructor's parameters come before {@code beforeAll}. A nested class shares the outer
     * one's.
     */
    private static Lease lease(ExtensionContext context) {
        ExtensionContext owner = context;
        while (!(owner.getElement().orElse(null) instanceof Class<?> type
                && type.isAnnotationPresent(Servers.class))) {
            owner = owner.getParent().orElseThrow();
        }
        ExtensionContext ofClass = owner;
        return ofClass.getStore(NAMESPACE)
                .getOrComputeIfAbsent(Lease.class, _ -> make(ofClass), Lease.class);
    }

    private static Lease make(ExtensionContext context) {
        Servers wish = context.getRequiredTestClass().getAnnotation(Servers.class);
        if (wish.settings().length > 0 && !wish.own()) {
            throw new IllegalStateException("@Servers(settings) needs own = true");
        }
        int number = CLASSES.incrementAndGet();
        Map<Class<?>, Object> servers = new HashMap<>();
        if (wish.postgres() > 0) {
            servers.put(PostgresServers.class, postgres(context, wish, number));
        }
        if (wish.zookeeper() > 0) {
            RunningServer server = server(context, wish, "zookeeper", ServerKinds::zooKeeper);
            servers.put(ZooKeeperServer.class, ZooKeeperServer.of(server, number, wish.own()));
        }
        if (wish.redis() > 0) {
            RunningServer server = server(context, wish, "redis", ServerKinds::redis);
            servers.put(
                    RedisServer.class,
                    new RedisServer(server, number % REDIS_DATABASES, number, wish.own()));
        }
        return new Lease(Map.copyOf(servers));
    }

    private static PostgresServers postgres(ExtensionContext context, Servers wish, int number) {
        String database = "t" + number + "_" + wish.tier().replace('-', '_');
        List<PostgresServer> servers = new ArrayList<>();
        for (int i = 0; i < wish.postgres(); i++) {
            int version = ServerKinds.postgresVersion(wish, i);
            RunningServer server =
                    server(
                            context,
                            wish,
                            "postgres-" + version + "-" + i,
                            () -> ServerKinds.postgres(version, wish.settings()));
            PostgresServer view = new PostgresServer(server, database, wish.own());
            view.createDatabase(database);
            servers.add(view);
        }
        return new PostgresServers(servers);
    }

    /**
     * A class's own server is closed with the class, a shared one with the test run. The names
     * differ, since a store that has nothing under a name asks the one above it.
     */
    private static RunningServer server(
            ExtensionContext context, Servers wish, String kind, Supplier<RunningServer> start) {
        Store store = (wish.own() ? context : context.getRoot()).getStore(NAMESPACE);
        String key = (wish.own() ? "own " : "shared ") + kind;
        return store.getOrComputeIfAbsent(key, _ -> start.get(), RunningServer.class);
    }

    private record Lease(Map<Class<?>, Object> servers) {}
}
