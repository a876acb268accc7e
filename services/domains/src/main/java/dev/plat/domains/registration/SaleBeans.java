package dev.plat.domains.registration;

import dev.plat.chassis.audit.Audit;
import dev.plat.domains.claim.BoughtNames;
import dev.plat.domains.dns.copy.Copy;
import dev.plat.domains.name.HostNames;
import dev.plat.domains.registrar.Registrar;
import dev.plat.domains.zone.FormerZones;
import dev.plat.domains.zone.NameServers;
import dev.plat.domains.zone.SiteRecords;
import dev.plat.router.core.ControlPoints;
import dev.plat.router.core.Router;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdGenerator;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** What this room is made of, where there is a registry to buy from. */
@Factory
@Requires(bean = Registrar.class)
final class SaleBeans {

    private static final String REGISTRY = "registry";

    private final SecureRandom random = new SecureRandom();

    @Singleton
    OrderBook book(Router router) {
        return new PostgresOrderBook(router);
    }

    @Singleton
    OrderDriver driver(
            RegistrarId id,
            NameServers servers,
            OrderBook book,
            Registrar registrar,
            Pace pace,
            InstantSource clock,
            ControlPoints points) {
        return new OrderDriver(
                REGISTRY, id.value(), servers.names(), book, registrar, pace, clock, points);
    }

    @Singleton
    Shop shop(
            SaleSettings settings,
            HostNames hostNames,
            Registrar registrar,
            Router router,
            InstantSource clock) {
        return new Shop(settings, hostNames, registrar, router, clock);
    }

    @Singleton
    Renewals renewals(
            OrderBook book,
            OrderDriver driver,
            Registrar registrar,
            RegistrarId id,
            IdGenerator ids) {
        return new Renewals(book, driver, registrar, id, ids, random);
    }

    @Singleton
    Arrival arrival(
            Registrar registrar, NameServers servers, FormerZones former, SiteRecords zones) {
        Arrival.Records records =
                new Arrival.Records() {
                    @Override
                    public Copy copy(String name, Id account) {
                        return former.copy(name, account);
                    }

                    @Override
                    public void drop(String name) {
                        zones.drop(name);
                    }
                };
        return new Arrival(registrar, servers, records, random);
    }

    @Singleton
    TransferIn transferIn(Registrar registrar, RegistrarId id, OrderDriver driver, Sales sales) {
        return new TransferIn(registrar, id, driver, sales);
    }

    @Singleton
    Fulfilment fulfilment(
            Router router,
            OrderDriver driver,
            Registrar registrar,
            SiteRecords zones,
            BoughtNames bought,
            HostNames hostNames,
            Renewals renewals,
            Arrival arrival,
            Pace pace,
            InstantSource clock,
            Audit audit,
            ControlPoints points) {
        return new Fulfilment(
                router, driver, registrar, zones, bought, hostNames, renewals, arrival, pace, clock,
                audit, points);
    }

    @Singleton
    @Bean(preDestroy = "close")
    SaleLoop loop(
            Router router,
            Fulfilment fulfilment,
            Registrar registrar,
            NameServers servers,
            SaleSettings settings,
            OrderDriver driver,
            InstantSource clock) {
        SequencedMap<String, InetAddress> byName = new LinkedHashMap<>();
        servers.servers().forEach((name, address) -> byName.put(name.value(), address));
        HostObjects hosts = new HostObjects(registrar, byName, settings.suffixes(), random);
        return new SaleLoop(router, fulfilment, hosts, driver, clock);
    }

    @Singleton
    Sales sales(
            Router router,
            OrderBook book,
            IdGenerator ids,
            InstantSource clock,
            Audit audit,
            ControlPoints points,
            SaleLoop loop) {
        return new Sales(router, book, ids, random, clock, audit, points, loop::wake);
    }

    @Singleton
    TransferOut transferOut(Router router, Registrar registrar, InstantSource clock, Audit audit) {
        return new TransferOut(router, registrar, random, clock, audit);
    }

    /** Once the process listens. */
    @Singleton
    @Requires(bean = SaleLoop.class)
    @Requires(property = "plat.domains.work", notEquals = "false")
    static final class Start implements ApplicationEventListener<ServerStartupEvent> {

        private final SaleLoop loop;

        Start(SaleLoop loop) {
            this.loop = loop;
        }

        @Override
        public void onApplicationEvent(ServerStartupEvent event) {
            loop.start();
        }
    }
}
