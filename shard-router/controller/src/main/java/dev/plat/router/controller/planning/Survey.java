package dev.plat.router.controller.planning;

import dev.plat.router.core.BucketMap;
import dev.plat.router.core.plan.BucketLoad;
import dev.plat.schemas.Bucket;
import java.util.Map;

/**
 * What the shards of a tier say about themselves.
 *
 * @param map the owners as the databases have them, which is the truth
 * @param loads what buckets weigh; see {@link Surveyor}
 * @param bytes of each bucket's rows and their part of the indexes, as far as measured
 */
public record Survey(BucketMap map, Map<Bucket, BucketLoad> loads, Map<Bucket, Long> bytes) {

    public Survey {
        loads = Map.copyOf(loads);
        bytes = Map.copyOf(bytes);
    }
}
