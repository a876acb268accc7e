package dev.plat.router.testkit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Starts each kind of server, embedded or in a container, as {@code -Dplat.test.servers} says. */
final class ServerKinds {

    static final String PASSWORD = "plat-test";
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private ServerKinds() {}

    static int postgresVersion(Servers wish, int server) {
        if (server < wish.postgresVersions().length) {
            return wish.postgresVersions()[server];
        }
        return wish.postgresVersion() > 0
                ? wish.postgresVersion()
                : Integer.parseInt(property("plat.test.postgres", "18"));
    }

    static RunningServer postgres(int version, String... settings) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("fsync", "off");
        all.put("max_connections", "200");
        all.put("shared_buffers", "32MB");
        all.put("wal_level", "logical");
        all.put("shared_preload_libraries", "pg_stat_statements");
        for (String setting : settings) {
            String[] parts = setting.split("=", 2);
            all.put(parts[0], parts[1]);
        }
        if (containers()) {
            return postgresContainer(version, all);
        }
        PostgresBinaries binaries = PostgresBinaries.of(version);
        Path folder = folder("postgres");
        Path data = folder.resolve("data");
        binaries.initialise(data, PASSWORD, PostgresBinaries.Durability.THROWN_AWAY);
        return new LocalServer<>(
                folder,
                port -> PostgresProcess.start(binaries, data, port, all, ChildLife.WITH_PARENT),
                PostgresProcess::stop,
                PostgresProcess::kill);
    }

    static RunningServer zooKeeper() {
        if (containers()) {
            return new ContainerServer("zookeeper:3.9", 2181, Map.of());
        }
        // A test's folder is thrown away; read once, when ZooKeeper's log class is loaded.
        System.setProperty("zookeeper.forceSync", "no");
        Path folder = folder("zookeeper");
        return new LocalServer<>(
                folder,
                port -> EmbeddedZooKeeper.start(folder, port),
                EmbeddedZooKeeper::close,
                EmbeddedZooKeeper::close);
    }

    static RunningServer redis() {
        if (containers()) {
            return new ContainerServer("redis:7", 6379, Map.of());
        }
        Path folder = folder("redis");
        return new LocalServer<>(
                folder,
                port -> RedisProcess.start(folder, port, Map.of(), ChildLife.WITH_PARENT),
                RedisProcess::stop,
                RedisProcess::kill);
    }

    private static RunningServer postgresContainer(int version, Map<String, String> settings) {
        List<String> command = new ArrayList<>(List.of("postgres"));
        settings.forEach((name, value) -> {
            command.add("-c");
            command.add(name + "=" + value);
        });
        return new ContainerServer(
                "postgres:" + version,
                5432,
                Map.of("POSTGRES_PASSWORD", PASSWORD),
                command.toArray(String[]::new));
    }

    private static boolean containers() {
        String servers = property("plat.test.servers", "embedded");
        return switch (servers) {
            case "embedded" -> false;
            case "testcontainers" -> true;
            default ->
                    throw new IllegalStateException(
                            "-Dplat.test.servers="
                                    + servers
                                    + " is neither embedded nor testcontainers");
        };
    }

    private static Path folder(String kind) {
        return Path.of("target", "servers")
                .toAbsolutePath()
                .resolve(
                        kind
                                + "-"
                                + ProcessHandle.current().pid()
                                + "-"
                                + NUMBER.incrementAndGet());
    }

    private static String property(String name, String otherwise) {
        String value = System.getProperty(name, "");
        return value.isEmpty() ? otherwise : value;
    }
}
