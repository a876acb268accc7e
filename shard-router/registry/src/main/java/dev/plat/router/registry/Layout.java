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

    /** What a path is about. */
    sealed interface Place {

        record Chunk(Tier tier, int number) implements Place {}

        record OfNode(Tier tier, String name) implements Place {}

        record OfInstance(String service, String name) implements Place {}

        /** A folder on the way to one of these, or what this program does not know. */
        record Other() implements Place {}
    }

    Place place(String path) {
        String[] parts = path.substring(Math.min(path.length(), root.length() + 1)).split("/", -1);
        if (parts.length != 4) {
            return new Place.Other();
        }
        if (parts[0].equals("live") && parts[1].equals("services")) {
            return new Place.OfInstance(parts[2], parts[3]);
        }
        if (!parts[0].equals("tiers")) {
            return new Place.Other();
        }
        for (Tier tier : Tier.values()) {
            if (tier.text().equals(parts[1])) {
                return ofTier(tier, parts[2], parts[3]);
            }
        }
        return new Place.Other();
    }

    private static Place ofTier(Tier tier, String kind, String name) {
        if (kind.equals("nodes")) {
            return new Place.OfNode(tier, name);
        }
        boolean chunk = kind.equals("map") && name.matches("\\d\\d");
        return chunk && Integer.parseInt(name) < CHUNKS
                ? new Place.Chunk(tier, Integer.parseInt(name))
                : new Place.Other();
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
