package dev.plat.hosting.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.chassis.seal.KeyFiles;
import dev.plat.hosting.index.Challenge;
import dev.plat.hosting.index.FeedMark;
import dev.plat.hosting.index.NamedHost;
import dev.plat.hosting.serve.EdgeNode;
import dev.plat.hosting.serve.Visitor;
import dev.plat.router.testkit.Waits;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Handshakes over real sockets: who gets which certificate, and what is served behind it. */
class TlsServingTest {

    private static final String PAGE = "<p>secure</p>";
    private static final String SHOP = "shop.test";

    @TempDir Path folder;
    private final TestCa ca = new TestCa();
    private final byte[] large = new byte[3 << 20];
    private EdgeNode node;
    private long seq;

    @BeforeEach
    void start() throws IOException {
        new Random(4).nextBytes(large);
        node = new EdgeNode(folder);
        node.show(
                "slug.sites.test", 1, true, Map.of("index.html", bytes(PAGE), "large.bin", large));
        node.index.markCompared();
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void aCustomersNameIsServedOverBothVersions() throws Exception {
        deploy(SHOP, 1, false);

        for (String protocol : List.of("h2", "http/1.1")) {
            try (TlsVisitor visitor = new TlsVisitor(ca.client(), node.tlsPort(), SHOP, protocol)) {
                assertThat(visitor.protocol()).isEqualTo(protocol);
                assertThat(visitor.tls()).isEqualTo("TLSv1.3");
            }
        }
        try (TlsVisitor visitor = new TlsVisitor(ca.client(), node.tlsPort(), SHOP, "http/1.1")) {
            assertThat(visitor.get(SHOP, "/")).startsWith("HTTP/1.1 200 OK").endsWith(PAGE);
            assertThat(visitor.get(SHOP, "/large.bin").length()).isGreaterThan(large.length);
            assertThat(visitor.get("slug.sites.test", "/"))
                    .as("a host that this certificate is not for")
                    .startsWith("HTTP/1.1 421 ");
        }
    }

    @Test
    void aLargeFileComesWholeAndInParts() throws Exception {
        deploy(SHOP, 1, false);
        try (WebVisitor web = new WebVisitor(ca.client(), node.tlsPort())) {
            for (int version : List.of(1, 2)) {
                assertThat(web.get(version, SHOP, "/large.bin").body()).isEqualTo(large);
                assertThat(
                                web.get(version, SHOP, "/large.bin", "Range", "bytes=70000-200000")
                                        .body())
                        .isEqualTo(Arrays.copyOfRange(large, 70_000, 200_001));
            }
        }
    }

    @Test
    void withoutACertificateANameIsRefusedUntilItIsDeployed() throws Exception {
        node.tell(node.routed(SHOP, ++seq, 0, false));
        assertThatThrownBy(this::connect).hasMessageContaining("unrecognized_name");
        assertThat(node.rows.asked).hasValue(0);
        try (Visitor visitor = new Visitor(node.port())) {
            assertThat(visitor.get(SHOP, "/").text()).as("port 80 serves").isEqualTo(PAGE);
        }

        deploy(SHOP, 2, false);

        connect();
        try (Visitor visitor = new Visitor(node.port())) {
            Visitor.Reply reply = visitor.get(SHOP, "/a?b=c");
            assertThat(reply.status()).isEqualTo(308);
            assertThat(reply.field("Location"))
                    .isEqualTo("https://" + SHOP + ":" + node.tlsPort() + "/a?b=c");
        }
    }

    @Test
    void aNameThatIsOffLosesItsCertificateAtOnce() throws Exception {
        deploy(SHOP, 1, false);
        connect();

        node.tell(
                new NamedHost(
                        SHOP, new FeedMark(1, ++seq), 9, false, null, null, false, 1, List.of()));

        assertThatThrownBy(this::connect).hasMessageContaining("unrecognized_name");
        Waits.until(
                "the sealed file is gone",
                () ->
                        Files.notExists(
                                new CertificateShelf(folder.resolve("certificates")).file(SHOP)));
    }

    @Test
    void browsersAreToldToComeByHttpsOnlyWhereTheRowSaysSo() throws Exception {
        deploy(SHOP, 1, true);
        deploy("plain.test", 1, false);
        try (WebVisitor web = new WebVisitor(ca.client(), node.tlsPort())) {
            for (int version : List.of(1, 2)) {
                assertThat(
                                web.get(version, SHOP, "/")
                                        .headers()
                                        .firstValue("strict-transport-security"))
                        .contains("max-age=31536000");
                assertThat(
                                web.get(version, "plain.test", "/")
                                        .headers()
                                        .firstValue("strict-transport-security"))
                        .isEmpty();
            }
        }
    }

    @Test
    void oneWildcardServesThePlatformsOwnSubdomainsAndNoOthers() throws Exception {
        String wildcard = "*.sites.test";
        node.rows.rows.put(wildcard, ca.issue(wildcard, 1, node.keys.publicKey()));
        node.tell(
                new NamedHost(
                        wildcard, new FeedMark(1, 1), 1, true, null, null, false, 1, List.of()));
        awaitHeld(wildcard, 1);

        try (WebVisitor web = new WebVisitor(ca.client(), node.tlsPort())) {
            assertThat(web.get(2, "slug.sites.test", "/").body()).isEqualTo(bytes(PAGE));
        }
        assertThat(node.origin("slug.sites.test"))
                .isEqualTo("https://slug.sites.test:" + node.tlsPort());
        assertThatThrownBy(() -> connect("nobody.sites.test"))
                .hasMessageContaining("unrecognized_name");
    }

    @Test
    void aLowerVersionNeverReplacesAHigherOne() throws Exception {
        deploy(SHOP, 3, false);
        X509Certificate third = connect();

        node.rows.rows.put(SHOP, ca.issue(SHOP, 2, node.keys.publicKey()));
        node.tell(node.routed(SHOP, ++seq, 2, false));
        node.certificates.retry();

        assertThat(connect()).isEqualTo(third);
        assertThat(node.index.names().held(SHOP)).isEqualTo(3);
        deploy(SHOP, 4, false);
        assertThat(connect()).isNotEqualTo(third);
    }

    @Test
    void whatIsNotSoundIsRefusedAndTheOldOneIsKept() throws Exception {
        deploy(SHOP, 1, false);
        X509Certificate first = connect();
        Path own = node.keys.publicKey();
        Path foreign = KeyFiles.make(folder.resolve("other")).publicKey();
        Instant now = Instant.now();
        Instant soon = now.plus(Duration.ofDays(9));
        SealedCertificate sound = ca.issue(SHOP, SHOP, 2, now, soon, own);
        Map<String, SealedCertificate> odd =
                Map.of(
                        "sealed to others", ca.issue(SHOP, SHOP, 2, now, soon, foreign),
                        "another name", ca.issue(SHOP, "other.test", 2, now, soon, own),
                        "not yet", ca.issue(SHOP, SHOP, 2, soon, soon.plusSeconds(9), own),
                        "over", ca.issue(SHOP, SHOP, 2, now.minusSeconds(99), now, own),
                        "another's key", ca.seal(SHOP, 2, sound.chain(), TestCa.pair(), own),
                        "broken chain",
                                ca.seal(
                                        SHOP,
                                        2,
                                        sound.chain()
                                                + new TestCa().issue("x.test", 1, own).chain(),
                                        TestCa.pair(),
                                        own),
                        "no chain", ca.seal(SHOP, 2, "-----BEGIN", TestCa.pair(), own));
        for (Map.Entry<String, SealedCertificate> each : odd.entrySet()) {
            int asked = node.rows.asked.get();
            node.rows.rows.put(SHOP, each.getValue());
            node.tell(node.routed(SHOP, ++seq, 2, false));
            Waits.until("it was looked at", () -> node.rows.asked.get() > asked);
            Waits.until(
                    "it was refused: " + each.getKey(),
                    () -> !node.certificates.problem(SHOP).isEmpty());

            assertThat(connect()).as(each.getKey()).isEqualTo(first);
            assertThat(node.index.names().held(SHOP)).as(each.getKey()).isEqualTo(1);
        }

        node.rows.rows.put(SHOP, sound);
        node.tell(node.routed(SHOP, ++seq, 2, false));
        awaitHeld(SHOP, 2);
        assertThat(connect()).isNotEqualTo(first);
        assertThat(node.certificates.problem(SHOP)).isEmpty();
    }

    @Test
    void anExpiredCertificateIsServedWhileThereIsNoNewer() throws Exception {
        Instant now = Instant.now();
        node.rows.rows.put(
                SHOP,
                ca.issue(
                        SHOP,
                        SHOP,
                        1,
                        now.minus(Duration.ofDays(9)),
                        now.minusSeconds(5),
                        node.keys.publicKey()));
        node.tell(node.routed(SHOP, ++seq, 1, false));
        awaitHeld(SHOP, 1);

        assertThat(trustingAnything(SHOP).getNotAfter()).isBefore(now);
    }

    @Test
    void aCaThatAsksByProtocolGetsTheCertificateOfTheChallenge() throws Exception {
        deploy(SHOP, 1, false);
        String authorization = "token-0123456789.thumb";
        Challenge challenge =
                new Challenge(
                        Challenge.Kind.TLS_ALPN,
                        "token-0123456789",
                        authorization,
                        "thumb",
                        Instant.now().plusSeconds(60));
        NamedHost known = node.routed(SHOP, ++seq, 1, false);
        node.tell(
                new NamedHost(
                        SHOP,
                        known.mark(),
                        5,
                        true,
                        node.site,
                        null,
                        false,
                        1,
                        List.of(challenge)));

        X509Certificate answer = handshake(anything(), SHOP, "acme-tls/1");

        byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes(authorization));
        byte[] extension = answer.getExtensionValue("1.3.6.1.5.5.7.1.31");
        assertThat(Arrays.copyOfRange(extension, extension.length - 32, extension.length))
                .isEqualTo(digest);
        assertThat(answer.getCriticalExtensionOIDs()).contains("1.3.6.1.5.5.7.1.31");
        assertThat(answer.getSubjectAlternativeNames().toString()).contains(SHOP);
        assertThat(answer.getPublicKey().getAlgorithm()).isEqualTo("EC");
        assertThat(handshake(ca.client(), SHOP, "acme-tls/1", "http/1.1"))
                .as("not exactly that protocol: as usual")
                .isNotEqualTo(answer);
    }

    private void deploy(String name, long version, boolean hsts) {
        node.rows.rows.put(name, ca.issue(name, version, node.keys.publicKey()));
        node.tell(node.routed(name, ++seq, version, hsts));
        awaitHeld(name, version);
    }

    private void awaitHeld(String name, long version) {
        Waits.until("it is here", () -> node.index.names().held(name) == version);
    }

    private X509Certificate connect() throws Exception {
        return connect(SHOP);
    }

    private X509Certificate connect(String name) throws Exception {
        return handshake(ca.client(), name, "h2", "http/1.1");
    }

    private X509Certificate trustingAnything(String name) throws Exception {
        return handshake(anything(), name, "http/1.1");
    }

    private X509Certificate handshake(SSLContext client, String name, String... protocols)
            throws Exception {
        try (SSLSocket socket =
                (SSLSocket)
                        client.getSocketFactory()
                                .createSocket(InetAddress.getLoopbackAddress(), node.tlsPort())) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(name)));
            parameters.setApplicationProtocols(protocols);
            socket.setSSLParameters(parameters);
            socket.setSoTimeout(10_000);
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    private static SSLContext anything() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustsAll()}, new SecureRandom());
        return context;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
