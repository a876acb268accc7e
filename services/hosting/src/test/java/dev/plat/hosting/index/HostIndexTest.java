package dev.plat.hosting.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.resources.blob.Sha256;
import dev.plat.router.testkit.Seed;
import dev.plat.router.testkit.SeededTest;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.IdKind;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostIndexTest {

    private final IdGenerator ids = new IdGenerator(InstantSource.system(), new Random(1));
    private final Id site = ids.nextAnywhere(IdKind.SITE);
    private final Id release = ids.next(IdKind.RELEASE, site);

    @SeededTest(cases = 200)
    void aLowerGenerationNeverReplacesAHigherOne(Seed seed) {
        HostIndex index = new HostIndex();
        List<LiveSite> news =
                seed.list(20, () -> live("a.test", seed.between(1, 2), seed.between(1, 9)));

        news.forEach(index::offer);

        LiveSite newest =
                news.stream()
                        .max(
                                Comparator.comparingLong(LiveSite::incarnation)
                                        .thenComparingLong(LiveSite::generation))
                        .orElse(null);
        assertThat(index.find("a.test").map(LiveSite::generation))
                .isEqualTo(Optional.ofNullable(newest).map(LiveSite::generation));
        assertThat(index.find("a.test").map(LiveSite::incarnation))
                .isEqualTo(Optional.ofNullable(newest).map(LiveSite::incarnation));
    }

    @Test
    void whatWasShownBeforeIsRememberedUpToALimit() {
        HostIndex index = new HostIndex();
        for (int generation = 1; generation <= 9; generation++) {
            index.offer(live("a.test", 1, generation));
        }

        LiveSite site = index.find("a.test").orElseThrow();
        assertThat(site.liveManifest()).contains(Sha256.of(new byte[] {9}));
        assertThat(site.kept())
                .containsExactly(
                        Sha256.of(new byte[] {8}),
                        Sha256.of(new byte[] {7}),
                        Sha256.of(new byte[] {6}),
                        Sha256.of(new byte[] {5}));
    }

    @Test
    void aMarkNeverGoesBack() {
        HostIndex index = new HostIndex();
        Bucket bucket = new Bucket(7);

        index.advance(bucket, new FeedMark(1, 5));
        index.advance(bucket, new FeedMark(1, 3));
        assertThat(index.mark(bucket)).isEqualTo(new FeedMark(1, 5));

        index.advance(bucket, new FeedMark(2, 1));
        assertThat(index.mark(bucket)).isEqualTo(new FeedMark(2, 1));
    }

    @Test
    void aSnapshotBringsEverythingBack(@TempDir Path folder) throws IOException {
        HostIndex index = filled();
        new IndexSnapshot(index, folder).save();

        HostIndex loaded = new HostIndex();
        boolean sound = new IndexSnapshot(loaded, folder).load();

        assertThat(sound).isTrue();
        assertThat(loaded.ready()).isTrue();
        assertThat(loaded.sites()).containsExactlyInAnyOrderElementsOf(index.sites());
        assertThat(loaded.mark(new Bucket(4095))).isEqualTo(new FeedMark(1, 42));
    }

    @Test
    void aSnapshotBringsCustomersNamesBack(@TempDir Path folder) throws IOException {
        HostIndex index = filled();
        NamedHost full =
                new NamedHost(
                        "shop.test",
                        new FeedMark(1, 7),
                        3,
                        true,
                        site,
                        null,
                        true,
                        5,
                        List.of(
                                new Challenge(
                                        Challenge.Kind.TLS_ALPN,
                                        "token",
                                        "token.thumb",
                                        "thumb",
                                        Instant.ofEpochSecond(1_800_000_000))));
        index.names().offer(full);
        index.names()
                .offer(
                        new NamedHost(
                                "www.shop.test",
                                new FeedMark(1, 8),
                                1,
                                true,
                                null,
                                "shop.test",
                                false,
                                0,
                                List.of()));
        index.names().hold("shop.test", 4);
        new IndexSnapshot(index, folder).save();

        HostIndex loaded = new HostIndex();
        assertThat(new IndexSnapshot(loaded, folder).load()).isTrue();

        assertThat(loaded.names().all()).containsExactlyInAnyOrderElementsOf(index.names().all());
        assertThat(loaded.names().held("shop.test")).isEqualTo(4);
        assertThat(loaded.names().held("www.shop.test")).isZero();
        assertThat(loaded.find(site)).isPresent();
    }

    /**
     * Its marks are not believed: what was told about names while it was written is behind them.
     */
    @Test
    void aSnapshotFromBeforeCustomersNamesIsStillReadable(@TempDir Path folder) throws Exception {
        Files.write(folder.resolve("hosts.index"), before());

        HostIndex loaded = new HostIndex();
        assertThat(new IndexSnapshot(loaded, folder).load()).isTrue();

        assertThat(loaded.ready()).isTrue();
        assertThat(loaded.find("a.test").map(LiveSite::generation)).contains(3L);
        assertThat(loaded.mark(new Bucket(4095))).isEqualTo(FeedMark.NONE);
        assertThat(loaded.names().size()).isZero();
    }

    /** A file as the version before wrote it: one site that was never deployed to. */
    private byte[] before() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.write("PLATIDX2".getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < Bucket.COUNT; i++) {
            out.writeLong(1);
            out.writeLong(9);
        }
        out.writeInt(1);
        out.writeUTF("a.test");
        out.writeLong(site.uuid().getMostSignificantBits());
        out.writeLong(site.uuid().getLeastSignificantBits());
        out.writeLong(1);
        out.writeLong(3);
        out.writeBoolean(false);
        out.writeByte(0);
        out.write(MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray()));
        return bytes.toByteArray();
    }

    @Test
    void aDamagedSnapshotIsLeftAsideAndTheNodeIsNotReady(@TempDir Path folder) throws IOException {
        new IndexSnapshot(filled(), folder).save();
        Path file = folder.resolve("hosts.index");
        byte[] bytes = Files.readAllBytes(file);
        Random random = new Random(3);

        for (int i = 0; i < 300; i++) {
            byte[] flipped = bytes.clone();
            int bit = random.nextInt(bytes.length * 8);
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(file, flipped);
            HostIndex loaded = new HostIndex();

            assertThat(new IndexSnapshot(loaded, folder).load()).as("bit %d", bit).isFalse();
            assertThat(loaded.ready()).isFalse();
            assertThat(loaded.size()).isZero();
        }
    }

    @Test
    void anIndexThatNeverKnewAllSitesIsNotWritten(@TempDir Path folder) throws IOException {
        HostIndex index = new HostIndex();
        index.offer(live("a.test", 1, 1));

        new IndexSnapshot(index, folder).save();

        assertThat(folder.resolve("hosts.index")).doesNotExist();
    }

    private HostIndex filled() {
        HostIndex index = new HostIndex();
        index.offer(live("a.test", 1, 2));
        index.offer(live("a.test", 1, 3));
        index.offer(new LiveSite("b.test", site, 1, 0, null, null));
        index.advance(new Bucket(4095), new FeedMark(1, 42));
        index.markReady();
        return index;
    }

    private LiveSite live(String host, int incarnation, int generation) {
        return new LiveSite(
                host,
                site,
                incarnation,
                generation,
                release,
                Sha256.of(new byte[] {(byte) generation}));
    }
}
