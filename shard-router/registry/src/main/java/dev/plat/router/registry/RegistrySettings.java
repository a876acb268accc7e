package dev.plat.router.registry;

import dev.plat.router.core.ControlPoints;
import dev.plat.router.core.Seeds;
import dev.plat.schemas.Tier;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * Where the registry is, and what of it a process follows.
 *
 * @param connect {@code host:port}, several with commas
 * @param root path of the cluster in ZooKeeper: {@code /plat}
 * @param folder where the snapshot is kept; made when missing
 * @param tiers those whose nodes and map are followed
 * @param seeds who is asked when there is neither ZooKeeper nor a snapshot
 * @param points {@code chunk.read}, {@code snapshot.temp}, {@code snapshot.renamed}
 */
public record RegistrySettings(
        String connect,
        String root,
        Path folder,
        Set<Tier> tiers,
        Optional<Seeds> seeds,
        ControlPoints points) {

    public RegistrySettings {
        tiers = Set.copyOf(tiers);
    }

    /** No seeds, no control points. */
    public RegistrySettings(String connect, String root, Path folder, Set<Tier> tiers) {
        this(connect, root, folder, tiers, Optional.empty(), ControlPoints.NONE);
    }

    public RegistrySettings with(Seeds told) {
        return new RegistrySettings(connect, root, folder, tiers, Optional.of(told), points);
    }

    public RegistrySettings with(ControlPoints told) {
        return new RegistrySettings(connect, root, folder, tiers, seeds, told);
    }
}
