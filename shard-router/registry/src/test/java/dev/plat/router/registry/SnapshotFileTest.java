package dev.plat.router.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.router.core.BucketMap;
import dev.plat.router.core.ControlPoints;
import dev.plat.router.core.Instance;
import dev.plat.router.core.Node;
import dev.plat.router.core.Ownership;
import dev.plat.router.testkit.Seed;
import dev.plat.router.testkit.SeededTest;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.Tier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotFileTest {

    @TempDir Path folder;

    @SeededTest(cases = 50)
    void whatIsWrittenIsReadAgain(Seed seed) throws IOException {
        Known known = known(seed);

        assertThat(SnapshotFile.decode(SnapshotFile.encode(known))).isEqualTo(known);
    }

    @SeededTest(cases = 500)
    void randomBytesAreRefusedAndNothingElseHappens(Seed seed) {
        byte[] bytes = seed.bytes(200);

        assertThatThrownBy(() -> SnapshotFile.decode(bytes)).isInstanceOf(IOException.class);
    }

    @SeededTest(cases = 500)
    void oneChangedByteIsNoticed(Seed seed) {
        byte[] bytes = SnapshotFile.encode(known(seed));
        bytes[seed.between(0, bytes.length - 1)] ^= (byte) (1 << seed.between(0, 7));

        assertThatThrownBy(() -> SnapshotFile.decode(bytes)).isInstanceOf(IOException.class);
    }

    @SeededTest(cases = 500)
    void aChunkOfRandomBytesIsRefusedOrMerged(Seed seed) {
        byte[] bytes = Codec.write(Codec.of(known(seed).map(Tier.BUILDING), 0));
        for (int i = seed.between(1, 3); i > 0; i--) {
            bytes[seed.between(0, bytes.length - 1)] = (byte) seed.between(0, 255);
        }

        try {
            BucketMap merged = Codec.merge(BucketMap.empty(Tier.BUILDING), Codec.read(bytes));
            assertThat(merged.placed()).isBetween(0, Bucket.COUNT);
        } catch (IOException refused) {
            assertThat(refused).isNotNull();
        }
    }

    @Test
    void aDamagedFileCountsAsNone() throws IOException {
        SnapshotFile file = new SnapshotFile(folder, ControlPoints.NONE);
        file.write(Known.nothing().withCluster("c"));
        assertThat(file.read()).isPresent();

        Files.writeString(folder.resolve("registry.json"), "half of it");

        assertThat(file.read()).isEmpty();
    }

    private static Known known(Seed seed) {
        Map<Bucket, Ownership> statements = new HashMap<>();
        for (int i = seed.length(300); i >= 0; i--) {
            statements.put(
                    new Bucket(seed.between(0, 4095)),
                    new Ownership(
                            seed.between(1, 1_000_000), List.of("building-" + seed.between(1, 9))));
        }
        Node node =
                new Node(
                        Tier.BUILDING,
                        "building-1",
                        "zone-1",
                        seed.between(1, 100),
                        seed.pick(List.of(Node.State.values())),
                        "127.0.0.1:5432/building");
        Instance instance =
                new Instance(
                        "hosting",
                        "h-1",
                        "127.0.0.1:8080",
                        Instant.ofEpochMilli(seed.between(0, 1 << 30)));
        return Known.nothing()
                .withCluster("0d3f2c62-6a43-4d2b-9f9e-3f7f6d0c1e55")
                .withMap(BucketMap.of(Tier.BUILDING, statements))
                .withNodes(Tier.BUILDING, List.of(node))
                .withInstances(Map.of("hosting", List.of(instance)));
    }
}
