package dev.plat.router.core.move;

import dev.plat.router.core.Ownership;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.Tier;

/**
 * How a new owner reaches the registry, and by it the routers.
 *
 * <p>Threads: safe.
 */
@FunctionalInterface
public interface OwnerPublisher {

    /**
     * Merges by epoch: repeated or late, it changes nothing.
     *
     * @throws WorldAway when the registry does not answer
     */
    void publish(Tier tier, Bucket bucket, Ownership ownership);
}
