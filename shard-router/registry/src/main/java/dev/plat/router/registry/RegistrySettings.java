package dev.plat.router.registry;

import dev.plat.schemas.Tier;
import java.nio.file.Path;
import java.util.Set;

/**
 * Where the registry is, and what of it a process follows.
 *
 * @param connect {@code host:port}, several with commas
 * @param root path of the cluster in ZooKeeper: {@code /plat}
 * @param folder where the snapshot is kept; made when missing
 * @param tiers those whose nodes and map are followed
 */
public record RegistrySettings(String connect, String root, Path folder, Set<Tier> tiers) {

    public RegistrySettings {
        tiers = Set.copyOf(tiers);
    }
}
