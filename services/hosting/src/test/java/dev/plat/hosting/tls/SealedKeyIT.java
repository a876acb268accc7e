package dev.plat.hosting.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.chassis.seal.KeyFiles;
import dev.plat.chassis.seal.KeyOpener;
import dev.plat.chassis.seal.PrivateKeyFile;
import dev.plat.hosting.feed.FeedFollower;
import dev.plat.hosting.feed.FeedSql;
import dev.plat.hosting.names.Names;
import dev.plat.hosting.names.Routing;
import dev.plat.hosting.publish.HostingTier;
import dev.plat.hosting.serve.EdgeNode;
import dev.plat.router.core.Deadline;
import dev.plat.router.core.Router;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import dev.plat.router.testkit.Waits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.interfaces.ECPrivateKey;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A site's private key can be read on hosting nodes only, and on those that hold the tier's key.
 */
@Servers(postgres = 2, tier = "hosting")
class SealedKeyIT {

    private final String name = "k" + Long.toString(System.nanoTime(), 36) + ".shop.test";

    @TempDir Path folder;
    private final PostgresServers servers;
    private final TestCa ca = new TestCa();
    private EdgeNode node;
    private Router router;
    private Names names;
    private Certificates certificates;
    private FeedFollower follower;

    SealedKeyIT(PostgresServers servers) {
        this.servers = servers;
    }

    @BeforeEach
    void start() throws IOException {
        router = HostingTier.open(servers);
        node = new EdgeNode(folder.resolve("node"));
        names = new Names(router, new FeedSql(), (_, _) -> {}, InstantSource.system());
        certificates = certificates(node.keys);
        follower = follower(certificates);
    }

    @AfterEach
    void stop() {
        certificates.close();
        node.close();
        router.close();
    }

    @Test
    void aSitesPrivateKeyStandsNowhereButInANodesMemory() throws Exception {
        KeyPair key = TestCa.pair();
        Instant now = Instant.now();
        names.route(name, new Routing(1, node.site, true, null, false));
        names.certify(
                ca.issue(
                        name,
                        name,
                        1,
                        now.minusSeconds(60),
                        now.plus(Duration.ofDays(9)),
                        node.keys.publicKey(),
                        key));
        follower.reconcile();
        Waits.until("it is here", () -> node.index.names().held(name) == 1);
        assertThat(certificates.context(name).join().isServer()).isTrue();
        node.index.markReady();
        node.snapshot.save();

        assertThat(places(key)).as("rows and files that hold the key").isEmpty();

        Path planted = Files.write(folder.resolve("planted"), key.getPrivate().getEncoded());
        assertThat(places(key)).as("a key that is there is found").containsExactly("" + planted);
    }

    @Test
    void aNodeWithAnotherKeyServesWhatItHasAndSaysWhy() throws Exception {
        names.route(name, new Routing(1, node.site, true, null, false));
        names.certify(ca.issue(name, 1, node.keys.publicKey()));
        follower.reconcile();
        Waits.until("it is here", () -> node.index.names().held(name) == 1);
        KeyFiles others = KeyFiles.make(folder.resolve("others"));

        names.certify(ca.issue(name, 2, others.publicKey()));
        follower.reconcile();
        Waits.until("it was refused", () -> !certificates.problem(name).isEmpty());

        assertThat(certificates.problem(name)).contains("another recipient");
        assertThat(node.index.names().held(name)).isEqualTo(1);
        assertThat(certificates.context(name).join().isServer()).isTrue();

        names.certify(ca.issue(name, 3, node.keys.publicKey()));
        follower.reconcile();
        Waits.until("nothing is wrong any more", () -> certificates.problem(name).isEmpty());
        assertThat(node.index.names().held(name)).isEqualTo(3);
    }

    @Test
    void aNodeThatIsGivenTheKeyLaterTakesWhatItCouldNotOpenBefore() throws Exception {
        KeyFiles tiers = KeyFiles.make(folder.resolve("tier"));
        names.route(name, new Routing(1, node.site, true, null, false));
        names.certify(ca.issue(name, 1, tiers.publicKey()));
        follower.reconcile();
        Waits.until("it was refused", () -> !certificates.problem(name).isEmpty());

        try (Certificates again = certificates(tiers)) {
            again.begin();
            follower(again).reconcile();
            Waits.until("it is here", () -> node.index.names().held(name) == 1);
        }
    }

    private Certificates certificates(KeyFiles keys) {
        return new Certificates(
                node.index.names(),
                new CertificateShelf(folder.resolve("node").resolve("certificates")),
                new CertificateCheck(new KeyOpener(PrivateKeyFile.read(keys.privateKey()))),
                names,
                1 << 20,
                InstantSource.system());
    }

    private FeedFollower follower(Certificates of) {
        return new FeedFollower(
                router, new FeedSql(), node.index, node.flip, node.pins, of, () -> true);
    }

    /** Where the secret half stands, in whatever form. */
    private List<String> places(KeyPair key) throws IOException {
        byte[] number = ((ECPrivateKey) key.getPrivate()).getS().toByteArray();
        byte[] scalar = Arrays.copyOfRange(number, Math.max(0, number.length - 30), number.length);
        List<byte[]> forms = new ArrayList<>();
        forms.add(scalar);
        forms.add(HexFormat.of().formatHex(scalar).getBytes(StandardCharsets.US_ASCII));
        forms.add(Base64.getEncoder().encode(key.getPrivate().getEncoded()));
        List<String> places = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (holdsAny(Files.readAllBytes(file), forms)) {
                    places.add(file.toString());
                }
            }
        }
        for (String table : List.of("host", "host_certificate", "host_challenge", "outbox")) {
            for (String row : rows(table)) {
                if (holdsAny(row.getBytes(StandardCharsets.UTF_8), forms)) {
                    places.add(table + ": " + row);
                }
            }
        }
        return places;
    }

    private List<String> rows(String table) {
        List<String> rows = new ArrayList<>();
        router.scatter(
                        Deadline.in(Duration.ofSeconds(10)),
                        tx -> {
                            List<String> found = new ArrayList<>();
                            try (PreparedStatement all =
                                            tx.connection()
                                                    .prepareStatement(
                                                            "SELECT t::text FROM " + table + " t");
                                    ResultSet row = all.executeQuery()) {
                                while (row.next()) {
                                    found.add(row.getString(1));
                                }
                            }
                            return found;
                        })
                .parts()
                .forEach(rows::addAll);
        return rows;
    }

    private static boolean holdsAny(byte[] bytes, List<byte[]> forms) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        return forms.stream()
                .anyMatch(form -> text.contains(new String(form, StandardCharsets.ISO_8859_1)));
    }
}
