package dev.plat.resources.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.resources.blob.BlobInfo;
import dev.plat.resources.blob.ChunkChecks;
import dev.plat.resources.blob.Sha256;
import dev.plat.resources.testkit.Samples;
import dev.plat.router.testkit.Seed;
import dev.plat.router.testkit.SeededTest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RowTest {

    @Test
    void theFirstFormatIsReadForEver() {
        byte[] golden =
                HexFormat.of()
                        .parseHex(
                                "01000000018bcfe568000000000000000003"
                                        + "039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81"
                                        + "09696d6167652f706e67f130f21e"
                                        + "f0815311010203");

        Row row = Row.decode(golden).orElseThrow();

        assertThat(row.info()).isEqualTo(Samples.info(new byte[] {1, 2, 3}));
        assertThat(row.storedMillis()).isEqualTo(1_700_000_000_000L);
        assertThat(row.bytesAreWhole()).isTrue();
        assertThat(row.encode()).isEqualTo(golden);
    }

    @SeededTest(cases = 300)
    void aRowIsReadBackAsItWasWritten(Seed seed) {
        Row row = randomRow(seed);

        Row read = Row.decode(row.encode()).orElseThrow();

        assertThat(read.info()).isEqualTo(row.info());
        assertThat(read.storedMillis()).isEqualTo(row.storedMillis());
        assertThat(read.checks()).isEqualTo(row.checks());
        assertThat(read.bytesAreWhole()).isTrue();
        assertThat(read.encode()).isEqualTo(row.encode());
    }

    @SeededTest(cases = 2000)
    void noFlippedBitAndNoCutGoesUnseenAndNothingOverReads(Seed seed) {
        byte[] good = randomRow(seed).encode();
        byte[] bad =
                seed.chance(0.3)
                        ? Arrays.copyOf(good, seed.between(0, good.length - 1))
                        : good.clone();
        if (bad.length == good.length) {
            bad[seed.between(0, bad.length - 1)] ^= (byte) (1 << seed.between(0, 7));
        }

        Optional<Row> read = Row.decode(bad);

        boolean generationFlipped = read.isPresent() && read.get().place() instanceof Row.InFile;
        assertThat(read.filter(Row::bytesAreWhole).isEmpty() || generationFlipped).isTrue();
    }

    @SeededTest(cases = 2000)
    void randomBytesAreNoRow(Seed seed) {
        byte[] bytes = seed.bytes(400);
        if (bytes.length > 0) {
            bytes[0] = 1;
        }

        assertThat(Row.decode(bytes)).isEmpty();
    }

    private static Row randomRow(Seed seed) {
        byte[] bytes = seed.bytes(200_000);
        String type = "a/" + "x".repeat(seed.between(0, 98));
        BlobInfo info = new BlobInfo(Sha256.of(bytes), bytes.length, type);
        Row.Place place =
                seed.chance(0.3)
                        ? new Row.InFile(seed.random().nextLong())
                        : new Row.InRow(bytes, 0);
        return new Row(
                info,
                seed.random().nextLong(1L << 48),
                ChunkChecks.of(bytes, 0, bytes.length),
                place);
    }
}
