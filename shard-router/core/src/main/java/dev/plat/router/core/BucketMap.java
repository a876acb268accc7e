package dev.plat.router.core;

import dev.plat.schemas.Bucket;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import dev.plat.schemas.Tier;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Who owns each bucket of a tier, as one process knows it. Immutable; look-up is an array read. A
 * map may be old: the fence inside the database answers then, and the answer is merged in.
 *
 * <p>Merging takes the larger epoch bucket by bucket, so it is commutative, associative and
 * idempotent, and the order of delivery does not matter.
 */
public final class BucketMap {

    private final Tier tier;
    private final @Nullable Ownership[] owners;

    private BucketMap(Tier tier, @Nullable Ownership[] owners) {
        this.tier = tier;
        this.owners = owners;
    }

    /** A map that knows nothing yet. */
    public static BucketMap empty(Tier tier) {
        return new BucketMap(tier, new @Nullable Ownership[Bucket.COUNT]);
    }

    /** A map of these statements. */
    public static BucketMap of(Tier tier, Map<Bucket, Ownership> statements) {
        @Nullable Ownership[] owners = new @Nullable Ownership[Bucket.COUNT];
        statements.forEach((bucket, ownership) -> owners[bucket.number()] = ownership);
        return new BucketMap(tier, owners);
    }

    /**
     * The first map of a new tier: every bucket at epoch 1, dealt out in turn, so that each node
     * owns as many as any other.
     *
     * @param nodes at least as many as the tier keeps copies
     */
    public static BucketMap firstPlacement(Tier tier, List<String> nodes) {
        if (nodes.size() < tier.copies()) {
            throw new IllegalArgumentException(
                    tier.text() + " needs " + tier.copies() + " nodes, found " + nodes.size());
        }
        @Nullable Ownership[] owners = new @Nullable Ownership[Bucket.COUNT];
        for (int i = 0; i < owners.length; i++) {
            int first = i;
            List<String> holders =
                    IntStream.range(0, tier.copies())
                            .mapToObj(copy -> nodes.get((first + copy) % nodes.size()))
                            .toList();
            owners[i] = new Ownership(1, holders);
        }
        return new BucketMap(tier, owners);
    }

    public Tier tier() {
        return tier;
    }

    /** Every known statement, in the order of the buckets; unmodifiable. */
    public Map<Bucket, Ownership> statements() {
        Map<Bucket, Ownership> statements = new TreeMap<>();
        for (int i = 0; i < owners.length; i++) {
            Ownership ownership = owners[i];
            if (ownership != null) {
                statements.put(new Bucket(i), ownership);
            }
        }
        return Collections.unmodifiableMap(statements);
    }

    /** Empty while nobody has told. */
    public Optional<Ownership> find(Bucket bucket) {
        return Optional.ofNullable(owners[bucket.number()]);
    }

    /**
     * The owner, as known here.
     *
     * @throws PlatException {@code bucket-unplaced} while nobody has told
     */
    public Ownership get(Bucket bucket) {
        Ownership ownership = owners[bucket.number()];
        if (ownership == null) {
            throw new PlatException(
                    ErrorCode.BUCKET_UNPLACED,
                    "No owner of this bucket is known.",
                    "tier",
                    tier.text(),
                    "bucket",
                    bucket.number());
        }
        return ownership;
    }

    /** This map, or one that also knows {@code statement} where that is newer. */
    public BucketMap with(Bucket bucket, Ownership statement) {
        Ownership known = owners[bucket.number()];
        if (known != null && known.epoch() >= statement.epoch()) {
            return this;
        }
        @Nullable Ownership[] merged = owners.clone();
        merged[bucket.number()] = statement;
        return new BucketMap(tier, merged);
    }

    /** Both maps' knowledge. */
    public BucketMap merge(BucketMap other) {
        if (tier != other.tier) {
            throw new IllegalArgumentException(
                    "maps of two tiers do not merge: " + tier + ", " + other.tier);
        }
        @Nullable Ownership[] merged = owners.clone();
        for (int i = 0; i < merged.length; i++) {
            Ownership mine = merged[i];
            Ownership theirs = other.owners[i];
            if (mine == null || (theirs != null && theirs.epoch() > mine.epoch())) {
                merged[i] = theirs;
            }
        }
        return new BucketMap(tier, merged);
    }

    /** How many buckets have a known owner. */
    public int placed() {
        return (int) Arrays.stream(owners).filter(owner -> owner != null).count();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof BucketMap map
                && tier == map.tier
                && Arrays.equals(owners, map.owners);
    }

    @Override
    public int hashCode() {
        return 31 * tier.hashCode() + Arrays.hashCode(owners);
    }

    @Override
    public String toString() {
        return "BucketMap[" + tier.text() + ", " + placed() + " placed]";
    }
}
