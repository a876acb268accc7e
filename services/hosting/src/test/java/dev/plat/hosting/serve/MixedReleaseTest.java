package dev.plat.hosting.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.hosting.release.Manifest;
import dev.plat.hosting.serve.Visitor.Reply;
import dev.plat.resources.blob.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Promise: a release is seen whole or not at all. Every file carries the number of its release in
 * each of its bytes, so one byte of another release in an answer would show; and a visitor never
 * sees a release older than one it has seen.
 */
class MixedReleaseTest {

    private static final String HOST = "a.sites.test";
    private static final int DEPLOYS = 200;

    @Test
    void noAnswerMixesReleasesWhile200DeploysFlip(@TempDir Path folder) throws Exception {
        try (EdgeNode node = new EdgeNode(folder)) {
            node.index.markCompared();
            deploy(node, 1);
            AtomicBoolean done = new AtomicBoolean();
            try (ExecutorService visitors = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<Integer>> visits = new ArrayList<>();
                for (int i = 0; i < 6; i++) {
                    Callable<Integer> visit = () -> visitUntil(node, done);
                    visits.add(visitors.submit(visit));
                }
                for (int generation = 2; generation <= DEPLOYS; generation++) {
                    deploy(node, generation);
                }
                done.set(true);
                int loads = 0;
                for (Future<Integer> visit : visits) {
                    loads += visit.get();
                }
                assertThat(loads).isGreaterThan(DEPLOYS);
            }
            try (Visitor visitor = new Visitor(node.port())) {
                assertThat(release(visitor.get(HOST, "/"), 0)).isEqualTo(DEPLOYS);
            }
        }
    }

    /** A page, a small asset and a large one, each filled with its release's number. */
    private static void deploy(EdgeNode node, int generation) {
        byte number = (byte) generation;
        byte[] page = filled(1000, number);
        byte[] large = filled(300_000, number);
        Manifest manifest =
                node.seal(
                        false,
                        Map.of(
                                "index.html",
                                page,
                                "large.png",
                                large,
                                "_a/" + Sha256.of(page).hex() + ".css",
                                page));
        assertThat(node.flip.to(node.live(HOST, generation, manifest))).isTrue();
    }

    private static int visitUntil(EdgeNode node, AtomicBoolean done) throws IOException {
        int loads = 0;
        int newest = 0;
        try (Visitor visitor = new Visitor(node.port())) {
            while (!done.get()) {
                newest = release(visitor.get(HOST, "/"), newest);
                newest = release(visitor.get(HOST, "/large.png"), newest);
                loads += 2;
            }
        }
        return loads;
    }

    private static int release(Reply reply, int newest) {
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        byte[] body = reply.body();
        assertThat(body).isEqualTo(filled(body.length, body[0]));
        assertThat(reply.field("ETag")).contains(Sha256.of(body).hex().substring(0, 32));
        int release = Byte.toUnsignedInt(body[0]);
        assertThat(release).isGreaterThanOrEqualTo(newest);
        return release;
    }

    private static byte[] filled(int length, byte number) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, number);
        return bytes;
    }

    @Test
    void theTestWouldSeeOneForeignByte() {
        byte[] body = filled(1000, (byte) 7);
        body[500] = 8;
        Reply mixed = new Reply(200, Map.of(), body, new String(body, StandardCharsets.UTF_8));

        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> release(mixed, 0)))
                .isInstanceOf(AssertionError.class);
    }
}
