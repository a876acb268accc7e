package dev.plat.ops.cli.shard;

import dev.plat.router.controller.planning.BucketText;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.PlatException;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Buckets as somebody types them: by number, or by an id that lies in one. */
final class BucketList {

    private BucketList() {}

    /**
     * The buckets meant, one at least.
     *
     * @throws PlatException {@code field-invalid}, {@code id-malformed}
     */
    static SortedSet<Bucket> parse(String text) {
        for (IdKind kind : IdKind.values()) {
            if (text.startsWith(kind.prefix() + "_")) {
                return new TreeSet<>(List.of(Id.parse(kind, text).bucket()));
            }
        }
        SortedSet<Bucket> buckets = BucketText.parse(text);
        if (buckets.isEmpty()) {
            throw PlatException.invalidField(
                    "buckets", text, "7 or 3,17,100-119, or an id: site_…");
        }
        return buckets;
    }
}
