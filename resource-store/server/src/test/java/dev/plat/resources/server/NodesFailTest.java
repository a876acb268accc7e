package dev.plat.resources.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.resources.blob.Body;
import dev.plat.resources.blob.ResourceKey;
import dev.plat.resources.client.FanOutStore;
import dev.plat.resources.client.Read;
import dev.plat.resources.engine.DiskState;
import dev.plat.resources.testkit.Samples;
import dev.plat.router.testkit.Waits;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import dev.plat.schemas.Tier;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodesFailTest {

    private static final int LARGE = 3_000_000;

    private TestTier tier;
    private FanOutStore store;

    @BeforeEach
    void open(@TempDir Path folder) {
        tier = new TestTier(Tier.HOSTING_FILES, folder);
        store = tier.client();
    }

    @AfterEach
    void close() {
        store.close();
        tier.close();
    }

    @Test
    void withOneNodeGonePutsAndReadsGoOn() {
        byte[] before = Samples.bytes(LARGE);
        ResourceKey old = put(before);

        tier.stop(0);

        assertThat(read(old)).isEqualTo(before);
        for (int length : new int[] {0, 10, LARGE}) {
            byte[] bytes = Samples.bytes(length);
            assertThat(read(put(bytes))).isEqualTo(bytes);
        }
        assertThat(store.get(Samples.key())).as("two nodes are sure").isEmpty();
        assertThat(store.missing(List.of(old))).isEmpty();
    }

    @Test
    void withTwoNodesGonePutsAreRefusedReadsGoOnAndNothingIsCalledAbsent() {
        byte[] bytes = Samples.bytes(LARGE);
        ResourceKey key = put(bytes);
        Waits.until("all three have it", () -> tier.engine(2).head(key.locator()).isPresent());

        tier.stop(0);
        tier.stop(1);

        assertThat(read(key)).isEqualTo(bytes);
        assertCode(ErrorCode.QUORUM_MISSED, () -> put(Samples.bytes(10)));
        assertCode(ErrorCode.RESOURCE_UNAVAILABLE, () -> store.get(Samples.key()));
        assertThat(store.missing(List.of(key))).containsExactly(key);
    }

    @Test
    void aNodeThatCameBackIsUsedAgain() {
        tier.stop(0);
        put(Samples.bytes(10));
        tier.start(0);

        Waits.untilAsserted(() -> {
            ResourceKey key = put(Samples.bytes(10));
            Waits.until(
                    Duration.ofSeconds(1),
                    "the node has it",
                    () -> tier.engine(0).head(key.locator()).isPresent());
        });
    }

    /** A port that accepts and says nothing: what a stopped process looks like from outside. */
    @Test
    void aNodeThatStandsStillCostsOneShortWaitAndNotOneForEachRead() throws IOException {
        byte[] bytes = Samples.bytes(1000);
        ResourceKey key = put(bytes);
        tier.stop(0);
        try (ServerSocket silent =
                new ServerSocket(tier.port(0), 100, InetAddress.getLoopbackAddress())) {
            assertThat(silent.isBound()).isTrue();
            long start = System.nanoTime();
            for (int i = 0; i < 50; i++) {
                assertThat(read(key)).isEqualTo(bytes);
                put(Samples.bytes(100));
            }
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            assertThat(took).isLessThan(Waits.scaled(Duration.ofSeconds(5)));
        }
    }

    @Test
    void aFlippedBitInOneCopyIsNeverServedAndAnotherCopyIs() throws IOException {
        byte[] bytes = Samples.bytes(LARGE);
        ResourceKey key = put(bytes);
        Waits.until("all three have it", () -> copies(key) == 3);
        flipOnDisk(0);
        flipOnDisk(1);

        for (int i = 0; i < 20; i++) {
            assertThat(read(key)).isEqualTo(bytes);
        }
        assertThat(tier.engine(0).state()).isEqualTo(DiskState.ACTIVE);
    }

    @Test
    void whenEveryCopyIsDamagedTheReadFailsAndDoesNotEnd() throws IOException {
        ResourceKey key = put(Samples.bytes(LARGE));
        Waits.until("all three have it", () -> copies(key) == 3);
        for (int i = 0; i < 3; i++) {
            flipOnDisk(i);
        }

        assertCode(ErrorCode.RESOURCE_UNAVAILABLE, () -> read(key));
    }

    @Test
    void aNodeThatDiesWhileALargeResourceIsReadIsReplacedWithoutAGap() throws IOException {
        byte[] bytes = Samples.bytes(LARGE);
        ResourceKey key = put(bytes);
        Waits.until("all three have it", () -> copies(key) == 3);

        try (Read read = store.get(key).orElseThrow()) {
            byte[] head = read.stream().readNBytes(100_000);
            tier.stop(0);
            tier.stop(1);
            byte[] rest = read.stream().readAllBytes();

            byte[] all = ByteBuffer.allocate(LARGE).put(head).put(rest).array();
            assertThat(all).isEqualTo(bytes);
        }
    }

    @Test
    void aResourceThatOnlyOneNodeHasIsMissingAndAPutBringsItToQuorum() {
        byte[] bytes = Samples.bytes(5000);
        tier.stop(2);
        var site = Samples.site();
        ResourceKey key = store.put(site, "image/png", Body.of(bytes)).key();
        tier.engine(0).delete(key.locator());
        assertThat(store.missing(List.of(key))).containsExactly(key);

        store.put(site, "image/png", Body.of(bytes));

        assertThat(store.missing(List.of(key))).isEmpty();
    }

    @Test
    void spooledBodiesAreGoneOnceAllNodesHaveThem() {
        put(Samples.bytes(LARGE));

        Path spool = tier.clientSettings().spoolFolder().resolve(Tier.HOSTING_FILES.text());
        Waits.until(
                "the spool is empty",
                () -> {
                    try (Stream<Path> left = Files.list(spool)) {
                        return left.findAny().isEmpty();
                    }
                });
    }

    private long copies(ResourceKey key) {
        return Stream.of(0, 1, 2)
                .filter(node -> tier.engine(node).head(key.locator()).isPresent())
                .count();
    }

    private ResourceKey put(byte[] bytes) {
        return store.put(Samples.site(), "image/png", Body.of(bytes)).key();
    }

    private byte[] read(ResourceKey key) {
        try (Read read = store.get(key).orElseThrow()) {
            return read.bytes();
        }
    }

    private void flipOnDisk(int node) throws IOException {
        Path file;
        try (Stream<Path> files = Files.walk(tier.disk(node).resolve("files"))) {
            file = files.filter(Files::isRegularFile).findFirst().orElseThrow();
        }
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            long at = LARGE / 2;
            channel.read(one, at);
            one.put(0, (byte) (one.get(0) ^ 1));
            channel.write(one.flip(), at);
        }
    }

    private static void assertCode(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        PlatException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
