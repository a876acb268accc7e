package dev.plat.resources.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.resources.blob.Body;
import dev.plat.resources.blob.ResourceKey;
import dev.plat.resources.client.FanOutStore;
import dev.plat.resources.client.Read;
import dev.plat.resources.client.StoreSettings;
import dev.plat.resources.testkit.Samples;
import dev.plat.router.testkit.Ports;
import dev.plat.router.testkit.Servers;
import dev.plat.router.testkit.Waits;
import dev.plat.router.testkit.ZooKeeperServer;
import dev.plat.schemas.Tier;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three file servers as processes, and signals that nobody can catch. */
@Servers(zookeeper = 1)
class AcknowledgedIsKeptScenario {

    private static final int[] LENGTHS = {0, 700, 200_000, 2_000_000};

    private final List<ServerProcess> servers = new ArrayList<>();
    private final Map<ResourceKey, byte[]> acknowledged = new LinkedHashMap<>();
    private FanOutStore store;

    @BeforeEach
    void start(@TempDir Path folder, ZooKeeperServer zookeeper) throws IOException {
        FixedTopology topology = new FixedTopology();
        for (int i = 0; i < 3; i++) {
            int port = Ports.free();
            servers.add(
                    new ServerProcess(
                            folder,
                            TestTier.name(i),
                            zookeeper.connectString(),
                            Ports.free(),
                            port));
            topology.put(Tier.HOSTING_FILES, TestTier.name(i), port);
        }
        store =
                FanOutStore.open(
                        Tier.HOSTING_FILES,
                        topology,
                        StoreSettings.of(
                                Samples.ROOT_SECRET,
                                TestTier.SERVICE_SECRET,
                                "test",
                                folder.resolve("spool")));
        servers.forEach(ServerProcess::awaitUp);
    }

    @AfterEach
    void stop() {
        store.close();
        servers.forEach(ServerProcess::close);
    }

    @Test
    void whatWasAcknowledgedIsThereAfterEverythingIsKilledAtOnce() throws Exception {
        for (int round = 0; round < 3; round++) {
            putSome();
            for (ServerProcess server : servers) {
                server.kill();
            }
            for (ServerProcess server : servers) {
                server.restart();
            }
            servers.forEach(ServerProcess::awaitUp);
            assertAllThere();
        }
        assertThat(servers.getFirst().health()).contains("\"sure\":false");
        assertThat(store.get(Samples.key())).as("three unsure negatives are enough").isEmpty();
        assertNoKeyWasLogged();
    }

    @Test
    void oneServerMayBeKilledOrStoodStillWithoutAnError() throws Exception {
        putSome();
        servers.get(0).kill();
        putSome();
        assertAllThere();
        servers.get(0).restart();
        servers.get(0).awaitUp();

        servers.get(1).signal("STOP");
        putSome();
        assertAllThere();
        servers.get(1).signal("CONT");
        assertNoKeyWasLogged();
    }

    @Test
    void aTermSignalDrainsMarksTheDiskCleanAndLeaves() throws Exception {
        putSome();

        assertThat(servers.get(0).stop()).isEqualTo(143);
        servers.get(0).restart();
        servers.get(0).awaitUp();

        assertThat(servers.get(0).health()).contains("\"sure\":true");
        assertAllThere();
    }

    @Test
    void aServerJoinsTheRegistryOnceItAnswersAndStartsWithoutIt(@TempDir Path folder)
            throws IOException {
        Waits.until(
                Duration.ofSeconds(30),
                "the registry is joined",
                () -> servers.get(0).health().contains("\"registry\":true"));
        String nobody = "127.0.0.1:" + Ports.free();
        try (ServerProcess alone =
                new ServerProcess(folder, "alone", nobody, Ports.free(), Ports.free())) {
            alone.awaitUp();
        }
    }

    private void putSome() {
        for (int length : LENGTHS) {
            byte[] bytes = Samples.bytes(length);
            acknowledged.put(store.put(Samples.site(), "image/png", Body.of(bytes)).key(), bytes);
        }
    }

    private void assertAllThere() {
        acknowledged.forEach((key, bytes) -> {
            try (Read read = store.get(key).orElseThrow()) {
                assertThat(read.bytes()).isEqualTo(bytes);
            }
        });
    }

    private void assertNoKeyWasLogged() throws IOException {
        for (ServerProcess server : servers) {
            String log = server.log();
            assertThat(acknowledged.keySet()).noneMatch(key -> log.contains(key.hex()));
        }
    }
}
