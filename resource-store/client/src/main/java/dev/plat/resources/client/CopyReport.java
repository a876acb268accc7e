package dev.plat.resources.client;

import dev.plat.resources.blob.ResourceKey;
import java.util.Set;

/**
 * What {@link ResourceStore#copyMissing} did with the keys it was given; each is in one set.
 *
 * @param present were here
 * @param copied are here now
 * @param nowhere are in neither tier
 */
public record CopyReport(
        Set<ResourceKey> present, Set<ResourceKey> copied, Set<ResourceKey> nowhere) {

    public CopyReport {
        present = Set.copyOf(present);
        copied = Set.copyOf(copied);
        nowhere = Set.copyOf(nowhere);
    }
}
