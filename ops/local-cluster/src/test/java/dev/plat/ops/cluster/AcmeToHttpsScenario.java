package dev.plat.ops.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import dev.plat.router.testkit.Waits;
import dev.plat.router.testkit.ZooKeeperServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * A CA that asks for proofs, which the nodes that really serve and the servers of our zones give;
 * {@code -Dplat.names=200} for more than a few, {@code -Dplat.kills=8} for every point.
 */
@Servers(postgres = 1, tier = "domains", zookeeper = 1, own = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AcmeToHttpsScenario {

    private static final String WILDCARD = "*." + NameRig.SITES;
    private static final String OURS = "ours.test";
    private static final int NAMES = Integer.getInteger("plat.names", 12);
    private static final int KILLS = Integer.getInteger("plat.kills", 2);
    private static final Duration TARGET = Duration.ofSeconds(15);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** The second delivery of a new name is its certificate's. */
    private static final List<String> POINTS =
            List.of(
                    "challenge.stored#1",
                    "challenge.confirmed#1",
                    "challenge.triggered#1",
                    "key.sealed#1",
                    "order.finalised#1",
                    "certificate.stored#1",
                    "deliver.sent#2",
                    "deliver.confirmed#2");

    private NameRig rig;
    private Relay relay;
    private AcmeAuthority authority;
    private SecureVisitor visitor;
    private OwnZone zone;
    private NamePage page;

    @BeforeAll
    void start(PostgresServers postgres, ZooKeeperServer zookeeper, @TempDir Path folder)
            throws Exception {
        rig = new NameRig(postgres.first(), zookeeper, folder.resolve("rig"));
        relay =
                new Relay(
                        List.of(NameRig.SITES, OURS),
                        server("127.0.0.53"),
                        server(CustomersDns.ADDRESS));
        authority =
                new AcmeAuthority(
                        folder.resolve("pebble"), rig.edgePort, rig.tlsPort, relay.port());
        visitor = new SecureVisitor(authority.root(), rig.tlsPort);
        zone = OwnZone.of(rig, OURS);
        page = new NamePage(rig);
        rig.dns().delegate(OURS);
        rig.start(settings("http-01"));
    }

    /** An account claims ten names an hour. */
    @BeforeEach
    void somebodyElse() {
        rig.changeOwner();
    }

    @AfterAll
    void stop() {
        rig.close();
        authority.close();
        relay.close();
    }

    @Test
    void everyNameIsLiveByEachOfTheThreeWays() throws Exception {
        Waits.until("the zone's is on every node", () -> rig.certified(WILDCARD) > 0);
        rig.restart(settings("http-01"));
        everyNameIsLive("http-01", NameRig.ZONE, rig::bring);
        rig.restart(settings("tls-alpn-01"));
        everyNameIsLive("tls-alpn-01", NameRig.ZONE, rig::bring);
        rig.restart(settings("dns-01"));
        everyNameIsLive("dns-01", OURS, zone::bring);
    }

    private void everyNameIsLive(String challenge, String zone, NameWave.Bringer bringer)
            throws IOException {
        int signed = authority.signed().size();
        List<String> names =
                IntStream.range(0, NAMES / 3)
                        .mapToObj(i -> challenge + "-" + i + "." + zone)
                        .toList();

        List<Duration> took =
                new NameWave(rig, visitor).live(names, bringer, Duration.ofMinutes(3));

        System.out.printf(
                "%s: %d names, from the records to HTTPS p50 %d ms, p95 %d ms, most %d ms%n",
                challenge,
                took.size(),
                at(took, 0.5).toMillis(),
                at(took, 0.95).toMillis(),
                took.getLast().toMillis());
        assertThat(authority.signed()).hasSize(signed + names.size()).doesNotHaveDuplicates();
        assertThat(at(took, 0.95)).isLessThan(Waits.scaled(TARGET));
    }

    /** Visitors see the next one before the CA hears that the one before is void. */
    @Test
    void aRevokedCertificateIsReplacedFirst() throws Exception {
        rig.restart(settings("http-01"));
        String name = "leaked." + NameRig.ZONE;
        rig.bring(name);
        page.awaitLive(name);
        X509Certificate leaked = certificate(name);

        rig.call("POST", "/api/v1/domains/" + name + "/revoke", null, 202);
        Waits.until(
                PATIENCE,
                "it is void",
                () -> {
                    boolean served = certificate(name).equals(leaked);
                    boolean revoked = authority.status(leaked).equals("Revoked");
                    assertThat(served && revoked).as("served and void").isFalse();
                    return revoked;
                });

        assertThat(certificate(name).getPublicKey()).isNotEqualTo(leaked.getPublicKey());
        assertThat(authority.status(certificate(name))).isEqualTo("Valid");
        Waits.untilAsserted(
                () -> assertThat(page.states(name)).containsExactly("deployed", "revoked"));
    }

    /** Somebody who has never heard of a CA reads why there is no certificate yet. */
    @Test
    void aCaThatDoesNotServeIsToldInWordsAndEveryNameComesToItsEnd() throws Exception {
        try (FaultyCa ca = authority.faulty()) {
            rig.restart(settings("http-01", ca.directory()));
            int signed = authority.signed().size();
            List<String> names = new ArrayList<>();
            for (String what : List.of("limited", "broken", "silent", "stopped")) {
                names.add(what + "." + NameRig.ZONE);
            }
            ca.answer(names.get(0), FaultyCa.limited("Retry-After: 3\r\n"));
            ca.answer(names.get(1), FaultyCa.broken());
            ca.answer(names.get(2), FaultyCa.silence());
            ca.answer(names.get(3), FaultyCa.limited(""));
            names.forEach(rig::bring);

            page.awaitTold(names.get(0), "waiting", "takes no more orders for the moment");
            page.awaitTold(names.get(1), "waiting", "does not answer properly just now");
            page.awaitTold(names.get(3), "paused", "has not said when");
            page.awaitTold(names.get(2), "waiting", "does not answer properly just now");
            Map<String, Object> now = Map.of("dryRun", false);
            rig.call("POST", "/api/v1/domains/" + names.get(3) + "/renew", now, 202);

            for (String name : names) {
                page.awaitLive(name);
                assertThat(page.states(name)).as(name).containsExactly("deployed");
            }
            assertThat(authority.signed()).hasSize(signed + names.size());
        }
    }

    /** What is killed leaves its order where it stood; whoever comes next makes one certificate. */
    @Test
    void aWorkerKilledAtAnyPointOfAProofLosesNothing() throws Exception {
        long seed = Long.getLong("plat.seed", System.nanoTime());
        List<String> points = new ArrayList<>(POINTS);
        Collections.shuffle(points, new Random(seed));
        System.out.println("killed at " + points.subList(0, KILLS) + " -Dplat.seed=" + seed);
        Waits.until("the zone's is on every node", () -> rig.certified(WILDCARD) > 0);
        int signed = authority.signed().size();
        List<String> killed = new ArrayList<>();
        for (String point : points.subList(0, KILLS)) {
            Map<String, Object> deadly = settings("http-01");
            deadly.put("plat.control", "kill:" + point);
            rig.restart(deadly);
            String name = "killed-" + point.replaceAll("[.#]", "-") + "." + NameRig.ZONE;
            if (rig.bringToTheDying(name)) {
                killed.add(name);
            }
            Waits.until(PATIENCE, "killed at " + point, () -> !rig.domains().alive());
        }
        rig.begin(settings("http-01"));
        rig.awaitDomains();

        for (String name : killed) {
            page.awaitLive(name);
            assertThat(page.states(name)).as(name).containsExactly("deployed");
        }
        assertThat(authority.signed()).hasSize(signed + killed.size());
    }

    @Test
    void zonesOnBindOrPowerDnsProveNamesAndTheirWildcard(@TempDir Path folder) throws Exception {
        try (ZoneServer bind =
                ZoneServer.bind(
                        folder.resolve("bind"), rig.dnsPort, List.of(NameRig.SITES, OURS))) {
            provenThere("bind", bind);
        }
        try (ZoneServer powerDns = ZoneServer.powerDns(folder.resolve("pdns"), rig.dnsPort)) {
            provenThere("powerdns", powerDns);
        }
        rig.dns().move("127.0.0.53");
        relay.move(server("127.0.0.53"));
        rig.restart(settings("http-01"));
    }

    private void provenThere(String what, ZoneServer zones) {
        long before = rig.certified(WILDCARD);
        rig.dns().move(ZoneServer.ADDRESS);
        relay.move(server(ZoneServer.ADDRESS));
        Map<String, Object> settings = settings("dns-01");
        settings.putAll(zones.settings());
        rig.domains().stop();
        OwnZone.forgetCertificate(rig);
        rig.begin(settings);
        rig.awaitDomains();

        Waits.until(
                PATIENCE, "the next wildcard, by " + what, () -> rig.certified(WILDCARD) > before);
        String name = what + "." + OURS;
        PlayedBuilder.Owner owner = rig.newOwner();
        zone.bring(owner, name);
        Waits.until(
                PATIENCE,
                name + " is live",
                () -> {
                    rig.watch(owner);
                    return visitor.visit(name, NameWave.PROBE).isPresent();
                });
    }

    private X509Certificate certificate(String name) {
        return visitor.visit(name, NameWave.PROBE).orElseThrow().certificate();
    }

    private static Duration at(List<Duration> sorted, double share) {
        return sorted.get((int) Math.ceil(share * sorted.size()) - 1);
    }

    private InetSocketAddress server(String address) {
        return new InetSocketAddress(InetAddress.ofLiteral(address), rig.dnsPort);
    }

    private Map<String, Object> settings(String challenge) {
        return settings(challenge, authority.directory());
    }

    private Map<String, Object> settings(String challenge, URI directory) {
        Map<String, Object> settings = new HashMap<>(authority.settings(challenge, directory));
        settings.put("plat.dns.provider", "embedded");
        settings.put("plat.dns.addresses", "127.0.0.53,127.0.0.54");
        settings.put("plat.dns.port", rig.dnsPort);
        settings.put("plat.dns.folder", rig.folder.resolve("zones"));
        return settings;
    }
}
