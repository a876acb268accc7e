package dev.plat.ops.sandbox.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.ops.sandbox.registry.DomainsProcess.Answer;
import dev.plat.ops.sandbox.registry.DomainsProcess.Person;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import dev.plat.router.testkit.Waits;
import dev.plat.router.testkit.ZooKeeperServer;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Type;

/**
 * The process of the domains service is killed in the middle of purchases, wherever it stores,
 * sends or hears something: each name is bought once, its buyer gets to know, and the site has it.
 * The buyer presses the button again when no answer came, which is the same purchase. Two points by
 * chance, said so that they can be played again; all of them with {@code -Dplat.points=all}.
 */
@Servers(postgres = 1, tier = "domains", zookeeper = 1)
class KilledPurchaseScenario {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /**
     * Words of all purchases are counted together, so a kill may meet another purchase between
     * storing that its create goes out and sending it: it is repeated five minutes later.
     */
    private static final Duration REPEATED = Duration.ofMinutes(6);

    private static final int POINTS = 2;

    /**
     * With the arrival from the click on: the first word with the registry asks whether the name is
     * free, the second buys it, the third asks what became of that.
     */
    private static final List<String> POINTS_OF_A_PURCHASE =
            List.of(
                    "sale.held",
                    "sale.confirmed",
                    "sale.ordered",
                    "epp.sent#2",
                    "epp.received#2",
                    "epp.recorded#1",
                    "epp.sent#3",
                    "epp.received#3",
                    "epp.recorded#2",
                    "sale.stepped",
                    "zone.leased",
                    "zone.readback",
                    "sale.zone",
                    "claim.stored",
                    "hold.reserved",
                    "hold.accepted",
                    "hold.confirmed",
                    "deliver.sent",
                    "deliver.confirmed");

    /** Of one that the registry decides on in five days. */
    private static final List<String> POINTS_OF_A_MESSAGE = List.of("poll.stored", "poll.acked");

    /** Of one whose owner then sets a record: a zone that is there is changed, and not made. */
    private static final String POINT_OF_A_RECORD = "zone.sent";

    @TempDir private static Path folder;
    private static RegistryProcess registry;
    private static Neighbours neighbours;
    private static DomainsProcess domains;

    /** A name that somebody wants, with the key of the click. */
    private record Purchase(String point, Person person, String name, String key) {}

    @BeforeAll
    static void start(PostgresServers postgres, ZooKeeperServer zooKeeper) throws IOException {
        registry = new RegistryProcess(folder.resolve("registry"));
        DomainsShard.publish(postgres.first(), zooKeeper.connectString());
        neighbours = new Neighbours(zooKeeper.connectString(), folder.resolve("neighbours"));
        domains =
                new DomainsProcess(
                        folder.resolve("domains"),
                        zooKeeper.connectString(),
                        registry,
                        neighbours,
                        true);
    }

    @AfterAll
    static void end() {
        domains.close();
        neighbours.close();
        registry.close();
    }

    @Test
    void whatIsKilledWhileItBuysHasBoughtOnce() {
        List<String> points = points();
        System.out.println("replay with -Dplat.points=" + String.join(",", points));
        List<Purchase> purchases = new ArrayList<>();
        for (String point : points) {
            Purchase purchase = purchase(point);
            purchases.add(purchase);
            Runnable last = before(purchase);
            domains.control("kill:" + point);
            try {
                last.run();
            } catch (IllegalStateException e) {
                // it ended before it answered
            }
            Waits.until(PATIENCE, "it is killed at " + point, () -> !domains.alive());
            System.out.println("killed at " + point);
            domains.control("");
            domains.restart();
        }

        for (Purchase purchase : purchases) {
            buy(purchase);
        }
        for (Purchase purchase : purchases) {
            String at = purchase.point();
            becomes(purchase, "active");
            assertThat(registry.creates(purchase.name())).as(at).isEqualTo(1);
            assertThat(registry.servers(purchase.name())).as(at).hasSize(2);
            assertThat(domains.dns("127.0.0.53", purchase.name(), Type.A))
                    .as(at)
                    .containsExactly("127.0.0.1");
            Waits.until(
                    PATIENCE,
                    "hosting is told, " + at,
                    () -> neighbours.told(purchase.name()).contains("routed"));
            assertThat(
                            domains.get(purchase.person(), "/api/v1/registrations")
                                    .body()
                                    .get("registrations"))
                    .as(at)
                    .hasSize(1);
            if (at.equals(POINT_OF_A_RECORD)) {
                Waits.untilAsserted(
                        PATIENCE,
                        () ->
                                assertThat(domains.dns("127.0.0.53", purchase.name(), Type.TXT))
                                        .containsExactly("\"set\""));
            }
        }
    }

    private static List<String> points() {
        List<String> all = new ArrayList<>(POINTS_OF_A_PURCHASE);
        all.addAll(POINTS_OF_A_MESSAGE);
        all.add(POINT_OF_A_RECORD);
        String wanted = System.getProperty("plat.points", "");
        if (wanted.equals("all")) {
            return all;
        }
        if (!wanted.isEmpty()) {
            return List.of(wanted.split(","));
        }
        Collections.shuffle(all, new SecureRandom());
        return all.subList(0, POINTS);
    }

    private static Purchase purchase(String point) {
        UUID key = UUID.randomUUID();
        String name = "killed-" + key.toString().substring(0, 8) + ".test";
        return new Purchase(point, domains.person(), name, key.toString());
    }

    private static Answer ask(Purchase purchase) {
        return domains.post(
                purchase.person(),
                "/api/v1/sites/" + purchase.person().site() + "/registrations",
                "{\"name\":\"%s\",\"key\":\"%s\"}".formatted(purchase.name(), purchase.key()));
    }

    /** As the button does when there was no answer, or one that says "again". */
    private static void buy(Purchase purchase) {
        Waits.untilAsserted(
                PATIENCE,
                () -> {
                    Answer answer = ask(purchase);
                    assertThat(answer.status()).as(answer.body().toString()).isIn(200, 201);
                });
    }

    /** As far as nobody is killed yet; then what is left to be done. */
    private static Runnable before(Purchase purchase) {
        if (POINTS_OF_A_MESSAGE.contains(purchase.point())) {
            registry.play("domain:create", purchase.name(), "pending-ok", 0);
            buy(purchase);
            becomes(purchase, "pending");
            return () -> registry.turn(Duration.ofDays(5).plusMinutes(1));
        }
        if (purchase.point().equals(POINT_OF_A_RECORD)) {
            buy(purchase);
            becomes(purchase, "active");
            return () -> set(purchase);
        }
        return () -> ask(purchase);
    }

    private static void set(Purchase purchase) {
        String path = "/api/v1/zones/" + purchase.name() + "/records";
        Answer seen = domains.get(purchase.person(), path);
        domains.ask(
                purchase.person(),
                "PUT",
                path,
                """
                {"records": [{"name": "%s", "type": "TXT", "ttl": 300, "values": ["set"]}]}
                """
                        .formatted(purchase.name()),
                seen.etag());
    }

    private static void becomes(Purchase purchase, String state) {
        Waits.untilAsserted(
                REPEATED,
                () -> {
                    Answer all = domains.get(purchase.person(), "/api/v1/registrations");
                    assertThat(all.body().findValuesAsText("state"))
                            .as("%s: %s", purchase.point(), all.body())
                            .containsExactly(state);
                });
    }
}
