package dev.plat.hosting.serve;

import dev.plat.chassis.seal.KeyFiles;
import dev.plat.chassis.seal.KeyOpener;
import dev.plat.chassis.seal.PrivateKeyFile;
import dev.plat.hosting.feed.Flip;
import dev.plat.hosting.feed.Pins;
import dev.plat.hosting.index.FeedMark;
import dev.plat.hosting.index.HostIndex;
import dev.plat.hosting.index.IndexSnapshot;
import dev.plat.hosting.index.LiveSite;
import dev.plat.hosting.index.NamedHost;
import dev.plat.hosting.release.Manifest;
import dev.plat.hosting.release.ReleaseFile;
import dev.plat.hosting.release.ReleaseSettings;
import dev.plat.hosting.store.NodeStore;
import dev.plat.hosting.store.NodeStoreSettings;
import dev.plat.hosting.tls.CertificateCheck;
import dev.plat.hosting.tls.CertificateShelf;
import dev.plat.hosting.tls.Certificates;
import dev.plat.hosting.tls.MemoryRows;
import dev.plat.resources.blob.Body;
import dev.plat.resources.blob.Sha256;
import dev.plat.resources.engine.DiskEngine;
import dev.plat.resources.engine.EngineSettings;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.Tier;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;

/** A hosting node without a hosting tier: a real port, a real disk, files in memory. */
public final class EdgeNode implements AutoCloseable {

    public static final String ROOT =
            "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

    public static final EdgeLimits LIMITS =
            new EdgeLimits(
                    8 << 10,
                    16 << 10,
                    100,
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(3),
                    Duration.ofSeconds(2),
                    500,
                    64,
                    Duration.ofSeconds(3));

    public final IdGenerator ids = new IdGenerator(InstantSource.system(), new Random(5));
    public final HostIndex index = new HostIndex();
    public final SwitchedStore files;
    public final IndexSnapshot snapshot;
    public final Pins pins;
    public final Flip flip;
    public final Id site = ids.nextAnywhere(IdKind.SITE);
    private final DiskEngine engine;
    public final NodeStore store;
    public final KeyFiles keys;
    public final MemoryRows rows;
    public final Certificates certificates;
    private final EdgeServer server;

    public EdgeNode(Path folder) throws IOException {
        this(folder, LIMITS);
    }

    public EdgeNode(Path folder, EdgeLimits limits) throws IOException {
        this(folder, limits, new SwitchedStore(Tier.HOSTING_FILES, ROOT));
    }

    public EdgeNode(Path folder, EdgeLimits limits, SwitchedStore files) throws IOException {
        this(folder, limits, files, new MemoryRows());
    }

    public EdgeNode(Path folder, EdgeLimits limits, SwitchedStore files, MemoryRows rows)
            throws IOException {
        this.files = files;
        this.rows = rows;
        engine =
                DiskEngine.open(
                        EngineSettings.of(
                                        folder.resolve("content"), Tier.HOSTING_FILES, "edge-test")
                                .withReserve(0));
        snapshot = new IndexSnapshot(index, folder);
        store = new NodeStore(index, engine, files, NodeStoreSettings.defaults());
        pins = new Pins(store, Executors.newVirtualThreadPerTaskExecutor());
        flip = new Flip(index, store, pins);
        keys = KeyFiles.make(folder.resolve("keys"));
        certificates =
                new Certificates(
                        index.names(),
                        new CertificateShelf(folder.resolve("certificates")),
                        new CertificateCheck(new KeyOpener(PrivateKeyFile.read(keys.privateKey()))),
                        rows,
                        64 << 20,
                        InstantSource.system());
        server =
                new EdgeServer(
                        new EdgeSettings("127.0.0.1", 0, null, 0, null),
                        limits,
                        index,
                        store,
                        new ProbeKey(ROOT),
                        certificates,
                        InstantSource.system());
        server.start();
    }

    public int port() {
        return server.port();
    }

    public int tlsPort() {
        return server.tlsPort().orElseThrow();
    }

    public String origin(String host) {
        return server.origin(host);
    }

    /** What the feed would tell of a name. */
    public void tell(NamedHost name) {
        index.names().offer(name);
        certificates.news(name);
    }

    /** A name that shows this node's site, and the newest certificate in the tier for it. */
    public NamedHost routed(String name, long seq, long certificate, boolean hsts) {
        return new NamedHost(
                name, new FeedMark(1, seq), seq, true, site, null, hsts, certificate, List.of());
    }

    public int connections() {
        return server.connections();
    }

    /** Makes these files what the host shows, without bringing them here. */
    public Manifest show(
            String host, long generation, boolean builder, Map<String, byte[]> content) {
        Manifest manifest = seal(builder, content);
        index.offer(live(host, generation, manifest));
        return manifest;
    }

    /** A release in the file servers. */
    public Manifest seal(boolean builder, Map<String, byte[]> content) {
        List<ReleaseFile> list = new ArrayList<>();
        content.forEach((path, bytes) -> {
            files.put(site, "application/octet-stream", Body.of(bytes));
            list.add(new ReleaseFile(path, Sha256.of(bytes), bytes.length));
        });
        Manifest manifest = Manifest.of(list, new ReleaseSettings(builder));
        files.put(site, NodeStore.MANIFEST_TYPE, Body.of(manifest.bytes()));
        return manifest;
    }

    public LiveSite live(String host, long generation, Manifest manifest) {
        Id release = ids.next(IdKind.RELEASE, site);
        return new LiveSite(host, site, 1, generation, release, manifest.digest());
    }

    @Override
    public void close() {
        server.close();
        certificates.close();
        engine.close();
    }
}
