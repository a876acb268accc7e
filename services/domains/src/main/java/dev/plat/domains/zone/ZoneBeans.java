package dev.plat.domains.zone;

import dev.plat.chassis.ProcessSettings;
import dev.plat.domains.check.Platform;
import dev.plat.domains.dns.DnsProvider;
import dev.plat.router.core.ControlPoints;
import dev.plat.router.core.Router;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** What this room is made of, where there is somebody to answer for zones. */
@Factory
@Requires(bean = DnsProvider.class)
final class ZoneBeans {

    @Singleton
    Projection projection(
            Router router,
            DnsProvider provider,
            NameServers nameServers,
            InstantSource clock,
            ControlPoints points) {
        return new Projection(router, provider, nameServers, clock, points);
    }

    @Singleton
    Zones zones(
            Router router, Projection projection, NameServers nameServers, InstantSource clock) {
        return new Zones(router, projection, nameServers, clock);
    }

    @Singleton
    SiteRecords siteRecords(Zones zones, Platform platform) {
        return new SiteRecords(zones, platform);
    }

    @Singleton
    FormerZones formerZones(Zones zones, FormerServers servers, NameServers nameServers) {
        return new FormerZones(zones, servers, nameServers);
    }

    @Singleton
    PlatformZone platformZone(ProcessSettings settings, Platform platform) {
        return new PlatformZone(settings.sitesDomain(), platform);
    }

    @Singleton
    @Bean(preDestroy = "close")
    @Requires(property = "plat.domains.work", notEquals = "false")
    ZoneLoop loop(
            Router router,
            Projection projection,
            Zones zones,
            PlatformZone platform,
            InstantSource clock) {
        return new ZoneLoop(router, projection, () -> platform.keep(zones), clock);
    }

    /** Rows are read once the process listens; its copies on the disk were answered before. */
    @Singleton
    @Requires(bean = ZoneLoop.class)
    static final class Start implements ApplicationEventListener<ServerStartupEvent> {

        private final ZoneLoop loop;

        Start(ZoneLoop loop) {
            this.loop = loop;
        }

        @Override
        public void onApplicationEvent(ServerStartupEvent event) {
            loop.start();
        }
    }
}
