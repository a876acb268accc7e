package dev.plat.resources.testkit;

import dev.plat.resources.client.MemoryResourceStore;
import dev.plat.resources.client.ResourceStore;
import dev.plat.schemas.Tier;

class MemoryResourceStoreTest extends ResourceStoreContract {

    private final ResourceStore store =
            new MemoryResourceStore(Tier.HOSTING_FILES, Samples.ROOT_SECRET);
    private final ResourceStore other =
            new MemoryResourceStore(Tier.BUILDING_FILES, Samples.ROOT_SECRET);

    @Override
    protected ResourceStore store() {
        return store;
    }

    @Override
    protected ResourceStore other() {
        return other;
    }
}
