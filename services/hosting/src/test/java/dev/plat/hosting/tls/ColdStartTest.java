package dev.plat.hosting.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.hosting.serve.EdgeNode;
import dev.plat.hosting.serve.SwitchedStore;
import dev.plat.router.testkit.Waits;
import dev.plat.schemas.Tier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node that starts on a disk full of certificates, with nobody to ask: nothing is read before it
 * is wanted. {@code -Dplat.tls.certificates=100000} makes that many.
 */
class ColdStartTest {

    private static final int CERTIFICATES = Integer.getInteger("plat.tls.certificates", 2_000);
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @TempDir Path folder;

    @Test
    void theFirstHandshakeOfAFullDiskComesSoon() throws Exception {
        TestCa ca = new TestCa();
        MemoryRows rows = new MemoryRows();
        SwitchedStore files = new SwitchedStore(Tier.HOSTING_FILES, EdgeNode.ROOT);
        try (EdgeNode node = new EdgeNode(folder, EdgeNode.LIMITS, files, rows)) {
            fill(node, ca);
            node.index.markReady();
            node.snapshot.save();
        }
        rows.down = true;
        long began = System.nanoTime();

        try (EdgeNode node = new EdgeNode(folder, EdgeNode.LIMITS, files, rows)) {
            assertThat(node.snapshot.load()).isTrue();
            node.certificates.begin();
            String name = "n" + CERTIFICATES / 2 + ".shop.test";
            try (TlsVisitor visitor = new TlsVisitor(ca.client(), node.tlsPort(), name, "h2")) {
                assertThat(visitor.protocol()).isEqualTo("h2");
            }
            Duration took = Duration.ofNanos(System.nanoTime() - began);

            System.out.printf(
                    "%d certificates on disk: first handshake %d ms after the start%n",
                    CERTIFICATES, took.toMillis());
            assertThat(took).isLessThan(Waits.scaled(LIMIT));
            assertThat(node.certificates.counts().fileReads()).isEqualTo(1);
            assertThat(rows.asked).hasValue(0);
        }
    }

    /** A node that has lost its snapshot takes what lies on its disk, and asks nobody. */
    @Test
    void withoutASnapshotTheFilesAreFoundByTheirNames() throws Exception {
        TestCa ca = new TestCa();
        try (EdgeNode node = new EdgeNode(folder)) {
            node.rows.rows.put("shop.test", ca.issue("shop.test", 3, node.keys.publicKey()));
            node.tell(node.routed("shop.test", 1, 3, false));
            Waits.until("it is here", () -> node.index.names().held("shop.test") == 3);
        }
        try (EdgeNode node = new EdgeNode(folder)) {
            node.tell(node.routed("shop.test", 1, 3, false));
            Waits.until("it is found", () -> node.index.names().held("shop.test") == 3);
            new TlsVisitor(ca.client(), node.tlsPort(), "shop.test", "h2").close();
            assertThat(node.rows.asked).hasValue(0);
        }
    }

    /** Flipped bits on the disk: the tier has it too. */
    @Test
    void aDamagedFileIsFetchedAnew() throws Exception {
        TestCa ca = new TestCa();
        MemoryRows rows = new MemoryRows();
        SwitchedStore files = new SwitchedStore(Tier.HOSTING_FILES, EdgeNode.ROOT);
        try (EdgeNode node = new EdgeNode(folder, EdgeNode.LIMITS, files, rows)) {
            rows.rows.put("shop.test", ca.issue("shop.test", 3, node.keys.publicKey()));
            node.tell(node.routed("shop.test", 1, 3, false));
            Waits.until("it is here", () -> node.index.names().held("shop.test") == 3);
            node.index.markReady();
            node.snapshot.save();
        }
        Path file = new CertificateShelf(folder.resolve("certificates")).file("shop.test");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 4;
        Files.write(file, bytes);
        rows.asked.set(0);

        try (EdgeNode node = new EdgeNode(folder, EdgeNode.LIMITS, files, rows)) {
            node.snapshot.load();
            new TlsVisitor(ca.client(), node.tlsPort(), "shop.test", "h2").close();
            assertThat(rows.asked).hasValue(1);
        }
        assertThat(new CertificateShelf(folder.resolve("certificates")).read("shop.test"))
                .isPresent();
    }

    /** Many names may share a key here; each has a certificate and a sealed file of its own. */
    private void fill(EdgeNode node, TestCa ca) throws IOException {
        CertificateShelf shelf = new CertificateShelf(folder.resolve("certificates"));
        KeyPair key = TestCa.pair();
        Instant now = Instant.now();
        for (int i = 0; i < CERTIFICATES; i++) {
            String name = "n" + i + ".shop.test";
            SealedCertificate sealed =
                    ca.issue(
                            name,
                            name,
                            1,
                            now.minusSeconds(3600),
                            now.plus(Duration.ofDays(29)),
                            node.keys.publicKey(),
                            key);
            Path file = shelf.file(name);
            Files.createDirectories(file.resolveSibling("."));
            // As the shelf writes them, but for the syncing.
            Files.write(file, CertificateShelf.encode(sealed));
            node.index.names().offer(node.routed(name, 1, 1, false));
            node.index.names().hold(name, 1);
        }
    }
}
