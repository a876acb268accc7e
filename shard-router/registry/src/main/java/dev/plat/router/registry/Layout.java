package dev.plat.router.registry;

import dev.plat.schemas.Bucket;
import dev.plat.schemas.Tier;

/** The paths below the root. A layout number that is newer than ours is refused. */
final class Layout {

    static final int NUMBER = 1;
    static final int CHUNKS = 16;
    static final int CHUNK_BUCKETS = Bucket.COUNT / CHUNKS;

    private final String root;

    Layout(String root) {
        this.root = root;
    }

    String root() {
        return root;
    }

    String format() {
        return root + "/format";
    }

    String spec(Tier tier) {
        return root + "/tiers/" + tier.text() + "/spec";
    }

    String nodes(Tier tier) {
        return root + "/tiers/" + tier.text() + "/nodes";
    }

    String node(Tier tier, String name) {
        return nodes(tier) + "/" + name;
    }

    String chunk(Tier tier, int chunk) {
        return root + "/tiers/" + tier.text() + "/map/" + "%02d".formatted(chunk);
    }

    String services() {
        return root + "/live/services";
    }

    String service(String service) {
        return services() + "/" + service;
    }

    String instance(String service, String name) {
        return service(service) + "/" + name;
    }
}
