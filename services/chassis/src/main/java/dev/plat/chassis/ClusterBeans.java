package dev.plat.chassis;

import dev.plat.chassis.data.CommitPoints;
import dev.plat.chassis.data.ScopedRouter;
import dev.plat.resources.client.FanOutStore;
import dev.plat.resources.client.ResourceStore;
import dev.plat.resources.client.StoreSettings;
import dev.plat.router.core.ControlPoints;
import dev.plat.router.core.Router;
import dev.plat.router.core.StoppingPoints;
import dev.plat.router.core.Topology;
import dev.plat.router.postgres.PostgresRouter;
import dev.plat.router.postgres.PostgresSettings;
import dev.plat.router.registry.RegistrySettings;
import dev.plat.router.registry.ZooKeeperTopology;
import dev.plat.schemas.Tier;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.EnumSet;

/** A process's ways into the cluster: the registry, its own database tier, and the file tiers. */
@Factory
final class ClusterBeans {

    private static final String REGISTRY_ROOT = "/plat";

    @Singleton
    @Bean(preDestroy = "close")
    Topology topology(ProcessSettings settings, ServiceIdentity identity) {
        EnumSet<Tier> tiers = EnumSet.of(identity.database());
        tiers.addAll(identity.files());
        return ZooKeeperTopology.open(
                new RegistrySettings(
                        settings.zookeeper(),
                        REGISTRY_ROOT,
                        settings.data().resolve("registry"),
                        tiers));
    }

    @Singleton
    @Bean(preDestroy = "close")
    Router router(
            ServiceIdentity identity,
            Topology topology,
            ProcessSettings settings,
            Secrets secrets) {
        ControlPoints points = StoppingPoints.ofProperties();
        var router =
                PostgresSettings.of(
                                settings.instance(),
                                secrets.get("postgres.app.password"),
                                secrets.get("postgres.scan.password"))
                        .withPoints(points);
        return new ScopedRouter(
                CommitPoints.around(
                        PostgresRouter.open(identity.database(), topology, router), points));
    }

    @Singleton
    @Named("building-files")
    @Bean(preDestroy = "close")
    ResourceStore buildingFiles(
            ServiceIdentity identity,
            Topology topology,
            ProcessSettings settings,
            Secrets secrets) {
        return store(Tier.BUILDING_FILES, identity, topology, settings, secrets);
    }

    @Singleton
    @Named("hosting-files")
    @Bean(preDestroy = "close")
    ResourceStore hostingFiles(
            ServiceIdentity identity,
            Topology topology,
            ProcessSettings settings,
            Secrets secrets) {
        return store(Tier.HOSTING_FILES, identity, topology, settings, secrets);
    }

    private static ResourceStore store(
            Tier tier,
            ServiceIdentity identity,
            Topology topology,
            ProcessSettings settings,
            Secrets secrets) {
        return FanOutStore.open(
                tier,
                topology,
                StoreSettings.of(
                        secrets.get("resource.root"),
                        secrets.get("service.secret"),
                        identity.name(),
                        settings.data().resolve("spool").resolve(tier.text())));
    }
}
