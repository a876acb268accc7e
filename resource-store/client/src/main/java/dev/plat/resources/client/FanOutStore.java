package dev.plat.resources.client;

import dev.plat.resources.blob.BlobInfo;
import dev.plat.resources.blob.Body;
import dev.plat.resources.blob.ByteRange;
import dev.plat.resources.blob.ResourceKey;
import dev.plat.resources.blob.Sha256;
import dev.plat.router.core.Topology;
import dev.plat.schemas.Id;
import dev.plat.schemas.PlatException;
import dev.plat.schemas.ServiceTicket;
import dev.plat.schemas.Tier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/**
 * A file tier over its file servers: no coordinator, this library asks the owners itself. A put is
 * acknowledged when two of three nodes have the bytes on disk; a read takes the first verified
 * answer.
 *
 * <p>Threads: safe; blocking, made for virtual threads.
 */
public final class FanOutStore implements ResourceStore {

    private final Tier tier;
    private final Path spoolFolder;
    private final KeyDerivation keys;
    private final Owners owners;
    private final FileNodeClient client;
    private final NodeWatch watch;
    private final InFlightBytes inFlight;
    private final Presence presence;
    private final SliceReader reader;

    private FanOutStore(Tier tier, Topology topology, StoreSettings settings) {
        this.tier = tier;
        this.spoolFolder = settings.spoolFolder().resolve(tier.text());
        this.keys = new KeyDerivation(settings.rootSecretHex());
        this.owners = new Owners(tier, topology);
        this.client =
                new FileNodeClient(
                        settings,
                        new ServiceTicket(settings.serviceSecretHex(), InstantSource.system()));
        this.watch = new NodeWatch(settings.backOff());
        this.inFlight = new InFlightBytes(settings.inFlightBytesMax());
        this.presence = new Presence(client, owners, watch);
        this.reader = new SliceReader(client, owners, watch, settings.hedgeAfter(), inFlight);
    }

    /**
     * Opens a tier; asks nobody yet.
     *
     * @param tier a file tier
     * @param topology read at every call, so it may learn later; the caller closes it
     */
    public static FanOutStore open(Tier tier, Topology topology, StoreSettings settings) {
        if (tier.kind() != Tier.Kind.FILES) {
            throw PlatException.invalidField("tier", tier.text(), "a file tier");
        }
        try {
            Path own = settings.spoolFolder().resolve(tier.text());
            sweep(Files.createDirectories(own));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new FanOutStore(tier, topology, settings);
    }

    @Override
    public Tier tier() {
        return tier;
    }

    @Override
    public ResourceKey keyOf(Id scope, Sha256 content) {
        return keys.keyOf(scope, content);
    }

    @Override
    public Stored put(Id scope, String mediaType, Body body) {
        check(mediaType, body);
        Spool spool = spool(body);
        return send(keyOf(scope, spool.sha256()), mediaType, spool);
    }

    @Override
    public Stored put(Id scope, String mediaType, Body body, Sha256 announced) {
        check(mediaType, body);
        Spool spool = spool(body);
        if (!spool.sha256().equals(announced)) {
            spool.close();
            announced.expect(spool.sha256());
        }
        return send(keyOf(scope, announced), mediaType, spool);
    }

    @Override
    public Optional<Read> get(ResourceKey key) {
        return get(key, ByteRange.ALL);
    }

    @Override
    public Optional<Read> get(ResourceKey key, ByteRange range) {
        return reader.read(key, range);
    }

    @Override
    public Set<ResourceKey> missing(Collection<ResourceKey> wanted) {
        return presence.missing(wanted);
    }

    @Override
    public CopyReport copyMissing(Collection<ResourceKey> wanted, ResourceStore from) {
        return new Copying(this, from).run(wanted);
    }

    @Override
    public void close() {
        client.close();
    }

    /** Keeps bytes under a key that another tier gave them. */
    void copy(ResourceKey key, Read read) {
        BlobInfo info = read.info();
        Spool spool = spool(Body.of(info.length(), read.stream()));
        if (!spool.sha256().equals(info.sha256())) {
            spool.close();
            info.sha256().expect(spool.sha256());
        }
        send(key, info.mediaType(), spool);
    }

    private static void check(String mediaType, Body body) {
        BlobInfo.checkMediaType(mediaType);
        BlobInfo.checkLength(body.length());
    }

    private Spool spool(Body body) {
        inFlight.take(memoryOf(body.length()));
        try {
            return Spool.of(body, spoolFolder);
        } catch (RuntimeException e) {
            inFlight.give(memoryOf(body.length()));
            throw e;
        }
    }

    /** Owns the spool from here on: the last node may still read it after the answer. */
    private Stored send(ResourceKey key, String mediaType, Spool spool) {
        BlobInfo info = new BlobInfo(spool.sha256(), spool.length(), mediaType);
        QuorumPut put = new QuorumPut(client, watch, key, info, spool);
        try {
            put.run(owners.of(key.locator()).nodes());
            return new Stored(key, info);
        } catch (PlatException e) {
            owners.suspectStale();
            throw e;
        } finally {
            var _ =
                    put.all()
                            .whenComplete((_, _) -> {
                                spool.close();
                                inFlight.give(memoryOf(spool.length()));
                            });
        }
    }

    private static int memoryOf(long length) {
        return Math.clamp(length, 1, Spool.MEMORY_MAX);
    }

    /** What a process that died left behind. */
    private static void sweep(Path folder) throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, "body-*")) {
            for (Path file : left) {
                Files.deleteIfExists(file);
            }
        }
    }
}
