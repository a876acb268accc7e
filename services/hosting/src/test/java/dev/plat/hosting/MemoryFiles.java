package dev.plat.hosting;

import dev.plat.hosting.serve.EdgeNode;
import dev.plat.hosting.serve.SwitchedStore;
import dev.plat.resources.client.ResourceStore;
import dev.plat.schemas.Tier;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Replaces;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

/** File tiers that outlive the process under test, since file servers would. */
@Factory
final class MemoryFiles {

    static final SwitchedStore HOSTING = new SwitchedStore(Tier.HOSTING_FILES, EdgeNode.ROOT);
    static final SwitchedStore BUILDING = new SwitchedStore(Tier.BUILDING_FILES, EdgeNode.ROOT);

    @Singleton
    @Named("hosting-files")
    @Replaces(value = ResourceStore.class, named = "hosting-files")
    ResourceStore hosting() {
        return HOSTING;
    }

    @Singleton
    @Named("building-files")
    @Replaces(value = ResourceStore.class, named = "building-files")
    ResourceStore building() {
        return BUILDING;
    }
}
