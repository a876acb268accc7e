package dev.plat.resources.testkit;

import dev.plat.resources.blob.BlobInfo;
import dev.plat.resources.blob.ResourceKey;
import dev.plat.resources.blob.Sha256;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.IdKind;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** Bytes, keys and sites to test with; no two calls give the same. */
public final class Samples {

    private static final int[] LENGTHS = {
        0, 1, 65_535, 65_536, 65_537, 262_144, 262_145, 1_000_003, 4_194_304, 4_194_305
    };

    /** 32 bytes, for tests only. */
    public static final String ROOT_SECRET = "5eed".repeat(16);

    private static final AtomicLong COUNTER = new AtomicLong(System.nanoTime());

    private Samples() {}

    /** Random bytes that no other call returned. */
    public static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(COUNTER.incrementAndGet()).nextBytes(bytes);
        return bytes;
    }

    public static ResourceKey key() {
        return ResourceKey.ofBytes(Sha256.of(bytes(32)).bytes());
    }

    public static Id site() {
        Random random = new Random(COUNTER.incrementAndGet());
        return new IdGenerator(InstantSource.system(), random)
                .next(IdKind.SITE, new Bucket(random.nextInt(Bucket.COUNT)));
    }

    public static BlobInfo info(byte[] bytes) {
        return new BlobInfo(Sha256.of(bytes), bytes.length, "image/png");
    }

    /** Around every edge there is: nothing, one chunk, small and large, several chunks. */
    public static IntStream lengths() {
        return IntStream.of(LENGTHS);
    }
}
