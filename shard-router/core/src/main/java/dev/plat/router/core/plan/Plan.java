package dev.plat.router.core.plan;

import dev.plat.router.core.BucketMap;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * What to carry where.
 *
 * @param batches in the order in which they should run
 * @param after how much each node would hold afterwards, in the order of the input's nodes
 * @param madeFrom the map it was made from, see {@link #versionOf}
 */
public record Plan(List<Batch> batches, List<Load> after, String madeFrom) {

    public Plan {
        batches = List.copyOf(batches);
        after = List.copyOf(after);
    }

    /**
     * Buckets that go together; a bucket that changes several copies stands in several batches.
     *
     * @param copy 0 in a database tier; in a file tier which of the bucket's copies changes its
     *     node
     */
    public record Batch(String source, String target, List<Bucket> buckets, int copy) {

        public Batch {
            buckets = List.copyOf(buckets);
        }
    }

    /**
     * A node's share.
     *
     * @param buckets copies of buckets, in a file tier
     * @param relative of what its weight entitles it to, in the worst of what is measured: 1.0 is
     *     exact, and stands for every node that is entitled to nothing
     */
    public record Load(String node, int buckets, double relative) {}

    public int bucketsMoved() {
        return batches.stream().mapToInt(batch -> batch.buckets.size()).sum();
    }

    /**
     * Goes on only while the map is still the one this plan was made from. To be asked once, before
     * its first batch: every batch changes the map.
     *
     * @throws PlatException {@code precondition-failed} when an owner has changed since
     */
    public void checkMadeFrom(BucketMap now) {
        String version = versionOf(now);
        if (!version.equals(madeFrom)) {
            throw new PlatException(
                    ErrorCode.PRECONDITION_FAILED,
                    "Owners have changed since this plan was made: plan again.",
                    "tier",
                    now.tier().text(),
                    "value",
                    madeFrom,
                    "expected",
                    version);
        }
    }

    /** Names every owner and epoch of a map: 16 hex digits, equal for equal maps. */
    public static String versionOf(BucketMap map) {
        MessageDigest digest = sha256();
        digest.update(map.tier().text().getBytes(StandardCharsets.UTF_8));
        map.statements()
                .forEach((bucket, owner) -> {
                    String line =
                            "\n" + bucket.number() + " " + owner.epoch() + " " + owner.nodes();
                    digest.update(line.getBytes(StandardCharsets.UTF_8));
                });
        return HexFormat.of().formatHex(digest.digest(), 0, 8);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
