package dev.plat.hosting.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.hosting.index.LiveSite;
import dev.plat.hosting.release.Manifest;
import dev.plat.hosting.serve.Visitor.Reply;
import dev.plat.resources.blob.Sha256;
import dev.plat.router.testkit.Waits;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.Tier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node does about content it does not have, and about the world going away. */
class NodeMissTest {

    private static final String HOST = "a.sites.test";

    @TempDir Path folder;
    private EdgeNode node;

    @BeforeEach
    void start() throws IOException {
        node = new EdgeNode(folder);
        node.index.markCompared();
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void manyVisitorsOfOneMissAskTheFileServersOnce() throws Exception {
        node.show(HOST, 1, false, Map.of("index.html", bytes("home")));
        int before = node.files.gets.get();

        try (ExecutorService crowd = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> replies = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                Callable<String> visit =
                        () -> {
                            try (Visitor visitor = new Visitor(node.port())) {
                                return visitor.get(HOST, "/").text();
                            }
                        };
                replies.add(crowd.submit(visit));
            }
            for (Future<String> reply : replies) {
                assertThat(reply.get()).isEqualTo("home");
            }
        }

        // One for the manifest, one for the page.
        assertThat(node.files.gets.get() - before).isEqualTo(2);
    }

    @Test
    void contentThatCannotBeHadIs503AndNever404AndComesBack() throws IOException {
        node.show(HOST, 1, false, Map.of("index.html", bytes("home")));
        node.files.down = true;

        try (Visitor visitor = new Visitor(node.port())) {
            Reply reply = visitor.get(HOST, "/");
            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.field("Retry-After")).isNotEmpty();
            assertThat(reply.text()).contains("\"code\":\"resource-unavailable\"");

            node.files.down = false;
            Waits.untilAsserted(() -> assertThat(visitor.get(HOST, "/").text()).isEqualTo("home"));
        }
    }

    @Test
    void whatOneSiteHasLostAnotherWithTheSameContentStillGets() throws IOException {
        Manifest manifest = node.show(HOST, 1, false, Map.of("index.html", bytes("home")));
        Id other = node.ids.nextAnywhere(IdKind.SITE);
        // The other site's row names the same release, but its files are gone.
        node.index.offer(
                new LiveSite(
                        "lost.test",
                        other,
                        1,
                        1,
                        node.ids.next(IdKind.RELEASE, other),
                        manifest.digest()));

        try (Visitor visitor = new Visitor(node.port())) {
            assertThat(visitor.get("lost.test", "/").status()).isEqualTo(503);
            assertThat(visitor.get(HOST, "/").text()).isEqualTo("home");
        }
    }

    @Test
    void aFileServerThatLiesIsNotBelieved() throws IOException {
        byte[] large = new byte[600_000];
        node.show(HOST, 1, false, Map.of("index.html", bytes("home"), "l.png", large));
        node.files.lying = true;

        try (Visitor visitor = new Visitor(node.port())) {
            assertThat(visitor.get(HOST, "/").status()).isEqualTo(503);
            assertThat(visitor.get(HOST, "/l.png").status()).isEqualTo(503);
            node.files.lying = false;
            Waits.untilAsserted(
                    () -> assertThat(visitor.get(HOST, "/l.png").body()).isEqualTo(large));
        }
    }

    @Test
    void aNodeThatDoesNotKnowAllSitesYetSaysTryAgain() throws IOException {
        try (EdgeNode fresh = new EdgeNode(folder.resolve("fresh"));
                Visitor visitor = new Visitor(fresh.port())) {
            fresh.show(HOST, 1, false, Map.of("index.html", bytes("home")));

            assertThat(visitor.get(HOST, "/").text()).isEqualTo("home");
            Reply unknown = visitor.get("other.test", "/");
            assertThat(unknown.status()).isEqualTo(503);
            assertThat(unknown.field("Retry-After")).isNotEmpty();

            fresh.index.markCompared();
            assertThat(visitor.get("other.test", "/").status()).isEqualTo(404);
        }
    }

    @Test
    void aReleaseThatIsPinnedIsServedWithEverythingElseDownAlsoAfterARestart() throws IOException {
        byte[] large = new byte[700_000];
        large[5] = 5;
        Manifest manifest =
                node.seal(
                        false,
                        Map.of("index.html", bytes("home"), "a.css", bytes("x"), "l.png", large));
        assertThat(node.flip.to(node.live(HOST, 1, manifest))).isTrue();
        Waits.until("the release is whole here", () -> node.pins.incomplete() == 0);
        node.snapshot.save();
        node.close();

        SwitchedStore gone = new SwitchedStore(Tier.HOSTING_FILES, EdgeNode.ROOT);
        gone.down = true;
        node = new EdgeNode(folder, EdgeNode.LIMITS, gone);
        assertThat(node.snapshot.load()).isTrue();

        try (Visitor visitor = new Visitor(node.port())) {
            assertThat(visitor.get(HOST, "/").text()).isEqualTo("home");
            assertThat(visitor.get(HOST, "/a.css").text()).isEqualTo("x");
            assertThat(visitor.get(HOST, "/l.png").body()).isEqualTo(large);
            assertThat(visitor.get("other.test", "/").status()).isEqualTo(503);
        }
        assertThat(gone.gets.get()).isZero();
    }

    @Test
    void aFlipWaitsForItsManifestAndShowsTheOldReleaseWhole() throws IOException {
        node.show(HOST, 1, false, Map.of("index.html", bytes("old")));
        try (Visitor visitor = new Visitor(node.port())) {
            assertThat(visitor.get(HOST, "/").text()).isEqualTo("old");
            Manifest next = node.seal(false, Map.of("index.html", bytes("new")));
            node.files.down = true;

            assertThat(node.flip.to(node.live(HOST, 2, next))).isFalse();
            assertThat(visitor.get(HOST, "/").text()).isEqualTo("old");

            node.files.down = false;
            Waits.until("the flip", () -> node.flip.to(node.live(HOST, 2, next)));
            assertThat(visitor.get(HOST, "/").text()).isEqualTo("new");
        }
    }

    @Test
    void aPageThatWasLoadedBeforeAFlipStillFindsTheAssetsItNames() throws IOException {
        byte[] style = bytes("h1{}");
        String path = "/_a/" + Sha256.of(style).hex() + ".css";
        node.show(HOST, 1, false, Map.of("index.html", bytes("old"), path.substring(1), style));
        node.show(HOST, 2, false, Map.of("index.html", bytes("new")));
        node.show(HOST, 3, false, Map.of("index.html", bytes("newer"), "404.html", bytes("no")));

        try (Visitor visitor = new Visitor(node.port())) {
            assertThat(visitor.get(HOST, "/").text()).isEqualTo("newer");
            Reply asset = visitor.get(HOST, path);
            assertThat(asset.text()).isEqualTo("h1{}");
            assertThat(asset.field("Cache-Control")).contains("immutable");
            assertThat(visitor.get(HOST, "/_a/" + "0".repeat(64) + ".css").text()).isEqualTo("no");
        }
    }

    @Test
    void answersUnderWayFinishWhenTheServerDrains() throws Exception {
        byte[] large = new byte[24 << 20];
        node.show(HOST, 1, false, Map.of("l.bin", large, "index.html", bytes("home")));
        try (Visitor idle = new Visitor(node.port());
                Visitor reader = new Visitor(node.port())) {
            idle.get(HOST, "/");
            reader.send("GET /l.bin HTTP/1.1\r\nHost: " + HOST + "\r\n\r\n");
            assertThat(reader.stream().read()).isEqualTo('H');

            Thread closing = Thread.startVirtualThread(node::close);
            assertThat(idle.closed()).isTrue();
            assertThat(reader.readToEnd().length).isGreaterThan(large.length);
            assertThat(closing.join(Duration.ofSeconds(10))).isTrue();
        }
        node = new EdgeNode(folder.resolve("next"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
