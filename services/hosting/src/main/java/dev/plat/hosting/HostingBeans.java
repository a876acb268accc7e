package dev.plat.hosting;

import dev.plat.chassis.ProcessSettings;
import dev.plat.chassis.Secrets;
import dev.plat.chassis.ServiceIdentity;
import dev.plat.chassis.entitlement.Allowance;
import dev.plat.chassis.entitlement.Allowances;
import dev.plat.chassis.seal.KeyOpener;
import dev.plat.chassis.seal.PrivateKeyFile;
import dev.plat.hosting.feed.FeedFollower;
import dev.plat.hosting.feed.FeedLoop;
import dev.plat.hosting.feed.FeedSql;
import dev.plat.hosting.feed.Flip;
import dev.plat.hosting.feed.Pins;
import dev.plat.hosting.hosts.HostNames;
import dev.plat.hosting.hosts.HostRules;
import dev.plat.hosting.hosts.ReservationSweeper;
import dev.plat.hosting.hosts.SiteDirectory;
import dev.plat.hosting.index.HostIndex;
import dev.plat.hosting.index.IndexSnapshot;
import dev.plat.hosting.names.NameNews;
import dev.plat.hosting.names.Names;
import dev.plat.hosting.publish.DeployJournal;
import dev.plat.hosting.publish.Deploys;
import dev.plat.hosting.publish.Releases;
import dev.plat.hosting.publish.SiteAccess;
import dev.plat.hosting.publish.SiteLiveSql;
import dev.plat.hosting.serve.EdgeLimits;
import dev.plat.hosting.serve.EdgeServer;
import dev.plat.hosting.serve.EdgeSettings;
import dev.plat.hosting.serve.ProbeKey;
import dev.plat.hosting.store.NodeStore;
import dev.plat.hosting.store.NodeStoreSettings;
import dev.plat.hosting.tls.CertificateCheck;
import dev.plat.hosting.tls.CertificateShelf;
import dev.plat.hosting.tls.Certificates;
import dev.plat.resources.client.ResourceStore;
import dev.plat.resources.engine.DiskEngine;
import dev.plat.resources.engine.EngineSettings;
import dev.plat.router.core.Router;
import dev.plat.router.core.Topology;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.Tier;
import io.micronaut.context.BeanProvider;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.Executors;

/** Puts the process together; the classes themselves know nothing of Micronaut. */
@Factory
final class HostingBeans {

    @Singleton
    ServiceIdentity identity() {
        return new ServiceIdentity(
                "hosting", Tier.HOSTING, Set.of(Tier.HOSTING_FILES, Tier.BUILDING_FILES));
    }

    @Singleton
    HostIndex index() {
        return new HostIndex();
    }

    @Singleton
    IndexSnapshot snapshot(HostIndex index, ProcessSettings settings) {
        return new IndexSnapshot(index, settings.data().resolve("edge"));
    }

    @Singleton
    @Bean(preDestroy = "close")
    DiskEngine engine(ProcessSettings settings, EdgeConfig edge) {
        return DiskEngine.open(
                EngineSettings.of(
                                settings.data().resolve("edge").resolve("content"),
                                Tier.HOSTING_FILES,
                                "edge-" + settings.instance())
                        .withReserve(edge.reserveBytes()));
    }

    @Singleton
    NodeStore store(
            HostIndex index,
            DiskEngine engine,
            @Named("hosting-files") ResourceStore files,
            EdgeConfig edge) {
        NodeStoreSettings usual = NodeStoreSettings.defaults();
        return new NodeStore(
                index,
                engine,
                files,
                new NodeStoreSettings(usual.bodyBytes(), usual.manifestBytes(), edge.cacheBytes()));
    }

    @Singleton
    Names names(Router router, FeedSql feed, BeanProvider<NameNews> news, InstantSource clock) {
        return new Names(router, feed, (bucket, mark) -> news.get().told(bucket, mark), clock);
    }

    @Singleton
    @Bean(preDestroy = "close")
    Certificates certificates(
            EdgeConfig config,
            ProcessSettings settings,
            HostIndex index,
            Names names,
            InstantSource clock) {
        Path key = config.key();
        return new Certificates(
                index.names(),
                new CertificateShelf(settings.data().resolve("edge").resolve("certificates")),
                key == null ? null : new CertificateCheck(new KeyOpener(PrivateKeyFile.read(key))),
                names,
                config.tlsCacheBytes(),
                clock);
    }

    @Singleton
    @Bean(preDestroy = "close")
    EdgeServer edge(
            EdgeConfig config,
            HostIndex index,
            NodeStore store,
            Secrets secrets,
            Certificates certificates,
            InstantSource clock) {
        return new EdgeServer(
                new EdgeSettings(
                        config.bind(),
                        config.port(),
                        config.publicPort(),
                        config.tlsPort(),
                        config.tlsPublicPort()),
                EdgeLimits.defaults(),
                index,
                store,
                new ProbeKey(secrets.get("service.secret")),
                certificates,
                clock);
    }

    @Singleton
    Pins pins(NodeStore store) {
        return new Pins(
                store,
                Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("pin-", 0).factory()));
    }

    @Singleton
    Flip flip(HostIndex index, NodeStore store, Pins pins) {
        return new Flip(index, store, pins);
    }

    @Singleton
    FeedSql feedSql() {
        return new FeedSql();
    }

    @Singleton
    @Bean(preDestroy = "close")
    FeedLoop feedLoop(
            Router router,
            Topology topology,
            FeedSql sql,
            HostIndex index,
            IndexSnapshot snapshot,
            Flip flip,
            Pins pins,
            Certificates certificates) {
        FeedFollower follower =
                new FeedFollower(
                        router,
                        sql,
                        index,
                        flip,
                        pins,
                        certificates,
                        () -> topology.map(Tier.HOSTING).placed() == Bucket.COUNT);
        return new FeedLoop(follower, index, snapshot);
    }

    @Singleton
    SiteLiveSql sites() {
        return new SiteLiveSql();
    }

    @Singleton
    Allowances allowances(Router router, InstantSource clock) {
        // A plan's limits are of what is made, and nothing is made here.
        return new Allowances(router, clock, () -> Allowance.EVERYBODY);
    }

    @Singleton
    SiteAccess access(Router router, SiteLiveSql sites, Allowances allowances) {
        return new SiteAccess(router, sites, allowances);
    }

    @Singleton
    Releases releases(
            Router router,
            SiteAccess access,
            @Named("hosting-files") ResourceStore hostingFiles,
            @Named("building-files") ResourceStore buildingFiles,
            NodeStore store,
            Pins pins,
            IdGenerator ids,
            ProcessSettings settings) {
        return new Releases(
                router,
                access,
                hostingFiles,
                buildingFiles,
                store,
                pins,
                ids,
                settings.data().resolve("uploads"));
    }

    @Singleton
    Deploys deploys(
            Router router,
            SiteAccess access,
            SiteLiveSql sites,
            FeedSql feed,
            DeployJournal journal,
            Flip flip,
            IdGenerator ids) {
        return new Deploys(router, access, sites, feed, journal, flip, ids);
    }

    @Singleton
    HostRules hostRules(ProcessSettings settings) {
        return new HostRules(settings.sitesDomain());
    }

    @Singleton
    HostNames hostNames(Router router, HostRules rules, SiteLiveSql sites, FeedSql feed) {
        return new HostNames(router, rules, sites, feed);
    }

    @Singleton
    ReservationSweeper sweeper(
            Router router, HostNames hosts, HostRules rules, SiteDirectory directory) {
        return new ReservationSweeper(router, hosts, rules, directory);
    }
}
