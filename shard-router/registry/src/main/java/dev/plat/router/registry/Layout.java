package dev.plat.router.registry;

import dev.plat.schemas.Bucket;
import dev.plat.schemas.Tier;
import java.util.UUID;

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

    String map(Tier tier) {
        return root + "/tiers/" + tier.text() + "/map";
    }

    String chunk(Tier tier, int chunk) {
        return map(tier) + "/" + "%02d".formatted(chunk);
    }

    /** The copy of a move, for display: services do not follow it. */
    String move(Tier tier, UUID move) {
        return root + "/tiers/" + tier.text() + "/moves/" + move;
    }

    String orders() {
        return root + "/orders";
    }

    String order(String id) {
        return orders() + "/" + id;
    }

    String wish(String id) {
        return order(id) + "/wish";
    }

    /** Where controllers of all tiers queue up: one leads for all. */
    String control() {
        return root + "/control";
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
