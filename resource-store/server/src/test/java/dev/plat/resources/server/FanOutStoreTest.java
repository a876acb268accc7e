package dev.plat.resources.server;

import dev.plat.resources.client.ResourceStore;
import dev.plat.resources.testkit.ResourceStoreContract;
import dev.plat.schemas.Tier;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The client against real nodes keeps the contract that its memory double keeps. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FanOutStoreTest extends ResourceStoreContract {

    private TestTier hosting;
    private TestTier building;
    private ResourceStore store;
    private ResourceStore other;

    @BeforeAll
    void open(@TempDir Path folder) {
        hosting = new TestTier(Tier.HOSTING_FILES, folder);
        building = new TestTier(Tier.BUILDING_FILES, folder);
        store = hosting.client();
        other = building.client();
    }

    @AfterAll
    void close() {
        store.close();
        other.close();
        hosting.close();
        building.close();
    }

    @Override
    protected ResourceStore store() {
        return store;
    }

    @Override
    protected ResourceStore other() {
        return other;
    }
}
