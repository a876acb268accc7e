package dev.plat.ops.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import dev.plat.router.testkit.Waits;
import dev.plat.router.testkit.ZooKeeperServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** From a record in the DNS to HTTPS on the edge, with the cluster's own authority. */
@Servers(postgres = 1, tier = "domains", zookeeper = 1, own = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NameToHttpsScenario {

    private static final Duration SECONDS_15 = Duration.ofSeconds(15);
    private static final String PROBE = "/.plat/probe/0123456789abcdef01234567";

    /** Where a worker is killed: before, between and after what it writes. */
    private static final List<String> POINTS =
            List.of("order.claimed", "order.created", "key.sealed", "certificate.stored");

    private final AtomicInteger names = new AtomicInteger();
    private NameRig rig;
    private SecureVisitor visitor;

    @BeforeAll
    void start(PostgresServers postgres, ZooKeeperServer zookeeper, @TempDir Path folder)
            throws IOException {
        rig = new NameRig(postgres.first(), zookeeper, folder.resolve("rig"));
        visitor = new SecureVisitor(rig.authority().resolve("root.pem"), rig.tlsPort);
        rig.start(Map.of());
    }

    @AfterAll
    void stop() {
        rig.close();
    }

    @Test
    void aNameWhoseRecordsAreRightIsLiveOverHttpsWithinSeconds() {
        String name = newName();
        assertThat(visitor.visit(name, "/")).as("nobody knows it").isEmpty();
        rig.bring(name);

        long start = System.nanoTime();
        JsonNode live = awaitLive(name);
        System.out.printf(
                "name to https: %d ms from the records to the live link%n",
                (System.nanoTime() - start) / 1_000_000);

        assertThat(live.path("certificateStatus").asText()).isEqualTo("deployed");
        assertThat(live.path("url").asText())
                .isEqualTo("https://" + name + ":" + rig.tlsPort + "/");
        assertThat(visitor.visit(name, PROBE).orElseThrow().answer()).startsWith("HTTP/1.1 200 ");
        JsonNode certificates =
                rig.call("GET", "/api/v1/domains/" + name + "/certificates", null, 200);
        assertThat(certificates.path("certificates")).hasSize(1);
        assertThat(certificates.path("certificates").path(0).path("state").asText())
                .isEqualTo("deployed");
    }

    @Test
    void aNameThatIsLetGoIsRefusedAndItsKeyIsNowhere() {
        String name = newName();
        rig.bring(name);
        awaitLive(name);

        rig.call("DELETE", "/api/v1/domains/" + name, null, 202);

        Waits.until(SECONDS_15, "it is refused", () -> visitor.visit(name, "/").isEmpty());
        rig.bring(name);
        awaitLive(name);
        JsonNode certificates =
                rig.call("GET", "/api/v1/domains/" + name + "/certificates", null, 200);
        assertThat(certificates.path("certificates"))
                .extracting(each -> each.path("state").asText())
                .containsExactly("deployed", "superseded");
    }

    /** The second certificate is made beside the first, which goes on serving until then. */
    @Test
    void aRenewedNameNeverHasAGap() throws InterruptedException {
        String name = newName();
        rig.bring(name);
        awaitLive(name);
        String first = serial(name);
        AtomicBoolean stop = new AtomicBoolean();
        List<String> gaps = new ArrayList<>();
        Thread visits =
                Thread.startVirtualThread(() -> {
                    while (!stop.get()) {
                        if (visitor.visit(name, PROBE).isEmpty()) {
                            gaps.add("no handshake");
                        }
                    }
                });

        JsonNode dry = renew(name, true, 200);
        assertThat(dry.path("ordered").asBoolean()).isFalse();
        assertThat(dry.path("reason").asText()).isEqualTo("rule-ahead");
        assertThat(dry.path("sentence").asText()).startsWith("Due at ");
        assertThat(serial(name)).isEqualTo(first);
        renew(name, false, 202);
        Waits.until(SECONDS_15, "the next is served", () -> !serial(name).equals(first));
        Waits.until(
                SECONDS_15,
                "it is deployed",
                () -> rig.name(name).path("certificateStatus").asText().equals("deployed"));
        stop.set(true);
        visits.join();

        assertThat(gaps).isEmpty();
    }

    /** What is killed leaves its order where it stood; whoever comes next makes one certificate. */
    @Test
    void aWorkerKilledAnywhereLosesNothing() {
        List<String> killed = new ArrayList<>();
        for (String point : POINTS) {
            String name = newName();
            rig.restart(Map.of("plat.control", "kill:" + point + "#1"));
            if (rig.bringToTheDying(name)) {
                killed.add(name);
            }
            Waits.until(SECONDS_15, "killed at " + point, () -> !rig.domains().alive());
        }
        rig.begin(Map.of());
        rig.awaitDomains();

        for (String name : killed) {
            awaitLive(name);
            JsonNode all = rig.call("GET", "/api/v1/domains/" + name + "/certificates", null, 200);
            assertThat(all.path("certificates")).as(name).hasSize(1);
        }
    }

    private JsonNode renew(String name, boolean dryRun, int status) {
        return rig.call(
                "POST", "/api/v1/domains/" + name + "/renew", Map.of("dryRun", dryRun), status);
    }

    /** As somebody who sits before the page and presses "check now". */
    private JsonNode awaitLive(String name) {
        Waits.untilAsserted(() -> {
            rig.check(name);
            JsonNode seen = rig.name(name);
            assertThat(seen.path("url").isTextual()).as(seen.toString()).isTrue();
        });
        return rig.name(name);
    }

    private String serial(String name) {
        return visitor.visit(name, PROBE)
                .map(visit -> visit.certificate().getSerialNumber().toString(16))
                .orElse("none");
    }

    private String newName() {
        return "shop" + names.incrementAndGet() + "." + NameRig.ZONE;
    }
}
