package dev.plat.hosting.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.plat.hosting.index.HostIndex;
import dev.plat.hosting.index.LiveSite;
import dev.plat.hosting.release.Manifest;
import dev.plat.resources.blob.Body;
import dev.plat.resources.blob.ByteRange;
import dev.plat.resources.blob.Sha256;
import dev.plat.resources.client.ResourceStore;
import dev.plat.resources.engine.DiskEngine;
import dev.plat.resources.engine.StoredBlob;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.PlatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Manifests and bodies by digest: from memory, from this node's disk, from the file servers, in
 * that order. Whatever is handed out has its digest. Content that cannot be had just now is {@code
 * resource-unavailable}; it is never taken for content that does not exist.
 *
 * <p>Threads: safe; with {@link Depth#MEMORY} nothing blocks.
 */
public final class NodeStore {

    private static final Logger LOG = LoggerFactory.getLogger(NodeStore.class);

    public static final String MANIFEST_TYPE = "application/vnd.plat.release";

    /** What an entry of the body cache costs besides its bytes. */
    private static final int ENTRY_BYTES = 200;

    private final HostIndex index;
    private final ContentDisk disk;
    private final Fetches fetches;
    private final Cache<Sha256, byte[]> bodies;
    private final Cache<Sha256, Manifest> manifests;

    public NodeStore(
            HostIndex index, DiskEngine engine, ResourceStore files, NodeStoreSettings settings) {
        this.index = index;
        this.disk = new ContentDisk(engine, settings.diskBytes(), this::liveContents);
        this.fetches = new Fetches(disk, files);
        this.bodies =
                Caffeine.newBuilder()
                        .maximumWeight(settings.bodyBytes())
                        .weigher((Sha256 _, byte[] body) -> body.length + ENTRY_BYTES)
                        .build();
        this.manifests =
                Caffeine.newBuilder()
                        .maximumWeight(settings.manifestBytes())
                        .weigher((Sha256 _, Manifest manifest) -> manifest.weightBytes())
                        .build();
    }

    /**
     * The manifest of this digest; empty only with {@link Depth#MEMORY}.
     *
     * @throws PlatException {@code resource-unavailable}
     */
    public Optional<Manifest> manifest(Id site, Sha256 digest, Depth depth) {
        Manifest known = manifests.getIfPresent(digest);
        if (known != null || depth == Depth.MEMORY) {
            return Optional.ofNullable(known);
        }
        try (StoredBlob blob = open(site, digest)) {
            Manifest manifest = Manifest.decode(readAll(blob), digest);
            manifests.put(digest, manifest);
            return Optional.of(manifest);
        }
    }

    /**
     * A file's content; empty only with {@link Depth#MEMORY}. The caller closes what is on disk.
     *
     * @throws PlatException {@code resource-unavailable}
     */
    public Optional<Content> content(Id site, Sha256 content, Depth depth) {
        byte[] known = bodies.getIfPresent(content);
        if (known != null) {
            return Optional.of(new Content.Held(known));
        }
        if (depth == Depth.MEMORY) {
            return Optional.empty();
        }
        return switch (open(site, content)) {
            case StoredBlob.InFile file -> Optional.of(new Content.OnDisk(file));
            case StoredBlob.InMemory small -> {
                byte[] bytes = readAll(small);
                bodies.put(content, bytes);
                yield Optional.of(new Content.Held(bytes));
            }
        };
    }

    /** Whether the content is on this node's disk. */
    public boolean holds(Sha256 content) {
        return disk.holds(content);
    }

    /**
     * Returns once the content is on this node's disk.
     *
     * @throws PlatException {@code resource-unavailable}
     */
    public void bring(Id site, Sha256 content) {
        if (!disk.holds(content)) {
            fetches.fetch(site, content);
        }
    }

    /** Keeps a manifest that was made here, so that the flip need not fetch it. */
    public void keep(Manifest manifest) {
        byte[] bytes = manifest.bytes();
        disk.put(manifest.digest(), bytes.length, MANIFEST_TYPE, Body.of(bytes));
        manifests.put(manifest.digest(), manifest);
    }

    /** From this disk or brought to it; damage here is mended from the file servers, once. */
    private StoredBlob open(Id site, Sha256 content) {
        try {
            Optional<StoredBlob> found = disk.get(content);
            if (found.isPresent()) {
                return found.get();
            }
        } catch (PlatException e) {
            if (e.code() != ErrorCode.RESOURCE_DAMAGED) {
                throw e;
            }
            LOG.warn("content on this node's disk is damaged and is fetched again: {}", content);
            disk.delete(content);
        }
        fetches.fetch(site, content);
        return disk.get(content).orElseThrow(() -> pushedOut(content));
    }

    private static byte[] readAll(StoredBlob blob) {
        return switch (blob) {
            case StoredBlob.InMemory small -> {
                ByteBuffer buffer = small.bytes();
                byte[] bytes = new byte[buffer.remaining()];
                buffer.get(bytes);
                yield bytes;
            }
            case StoredBlob.InFile file -> {
                try (var in = file.open(ByteRange.ALL)) {
                    yield in.readAllBytes();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }

    private Set<Sha256> liveContents() {
        Set<Sha256> live = new HashSet<>();
        for (LiveSite site : index.sites()) {
            site.liveManifest()
                    .filter(disk::holds)
                    .flatMap(digest -> manifest(site.site(), digest, Depth.EVERYWHERE))
                    .ifPresent(manifest -> {
                        live.add(manifest.digest());
                        live.addAll(manifest.contents());
                    });
        }
        return live;
    }

    private static PlatException pushedOut(Sha256 content) {
        return new PlatException(
                ErrorCode.RESOURCE_UNAVAILABLE,
                "This content was pushed out before it was read.",
                "sha256",
                content.hex());
    }
}
