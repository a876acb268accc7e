package dev.plat.chassis;

import dev.plat.router.core.MemoryTopology;
import dev.plat.router.core.Topology;
import dev.plat.schemas.Tier;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Replaces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** A service's process with a registry in memory; Redis and the other services are away. */
@Factory
public final class TestProcess {

    public static final String CLUSTER = "6a5a1f0a-50f1-4b64-8d3c-5f0c3f0f7b11";
    public static final String ORIGIN = "http://app.test";
    public static final String SECRET = "ab".repeat(32);

    /** What the process finds in the registry; the caller closes the process. */
    public static ApplicationContext start(Path folder) throws IOException {
        Path secrets = folder.resolve("secrets");
        Files.writeString(
                secrets,
                """
                service.secret=%1$s
                ticket.secret=%1$s
                resource.root=%1$s
                pepper=%1$s
                postgres.app.password=app-pw
                postgres.scan.password=scan-pw
                """
                        .formatted(SECRET));
        return Chassis.run(
                TestProcess.class,
                "-plat.zookeeper=127.0.0.1:1",
                "-plat.data=" + folder.resolve("data"),
                "-plat.secrets=" + secrets,
                "-plat.instance=test-1",
                "-plat.redis=redis://127.0.0.1:1",
                "-plat.app-origin=" + ORIGIN,
                "-plat.sites-domain=sites.test",
                "-micronaut.server.port=-1");
    }

    @Singleton
    ServiceIdentity identity() {
        return new ServiceIdentity("test", Tier.BUILDING, Set.of());
    }

    @Singleton
    @Replaces(Topology.class)
    Topology topology() {
        return new MemoryTopology(CLUSTER);
    }
}
