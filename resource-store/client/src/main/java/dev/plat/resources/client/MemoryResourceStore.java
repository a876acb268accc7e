package dev.plat.resources.client;

import dev.plat.resources.blob.Blob;
import dev.plat.resources.blob.BlobInfo;
import dev.plat.resources.blob.Body;
import dev.plat.resources.blob.ByteRange;
import dev.plat.resources.blob.MemoryBlobs;
import dev.plat.resources.blob.ResourceKey;
import dev.plat.resources.blob.Sha256;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.PlatException;
import dev.plat.schemas.Tier;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** A tier in memory, for the tests of those who use one. */
public final class MemoryResourceStore implements ResourceStore {

    private final Tier tier;
    private final KeyDerivation keys;
    private final MemoryBlobs blobs = new MemoryBlobs();

    /**
     * @param rootSecretHex at least 32 bytes as hex; two stores with the same one give the same
     *     keys
     */
    public MemoryResourceStore(Tier tier, String rootSecretHex) {
        this.tier = tier;
        this.keys = new KeyDerivation(rootSecretHex);
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
        byte[] bytes = read(body);
        return store(keyOf(scope, Sha256.of(bytes)), mediaType, bytes);
    }

    @Override
    public Stored put(Id scope, String mediaType, Body body, Sha256 announced) {
        byte[] bytes = read(body);
        announced.expect(Sha256.of(bytes));
        return store(keyOf(scope, announced), mediaType, bytes);
    }

    @Override
    public Optional<Read> get(ResourceKey key) {
        return get(key, ByteRange.ALL);
    }

    @Override
    public Optional<Read> get(ResourceKey key, ByteRange range) {
        return blobs.get(key.locator()).map(blob -> read(blob, range));
    }

    @Override
    public Set<ResourceKey> missing(Collection<ResourceKey> wanted) {
        Set<ResourceKey> missing = new HashSet<>(wanted);
        missing.removeIf(key -> blobs.head(key.locator()).isPresent());
        return missing;
    }

    @Override
    public CopyReport copyMissing(Collection<ResourceKey> wanted, ResourceStore from) {
        Set<ResourceKey> missing = missing(wanted);
        Set<ResourceKey> copied = new HashSet<>();
        for (ResourceKey key : missing) {
            from.get(key).ifPresent(read -> copied.add(copy(key, read)));
        }
        Set<ResourceKey> present = new HashSet<>(wanted);
        present.removeAll(missing);
        missing.removeAll(copied);
        return new CopyReport(present, copied, missing);
    }

    @Override
    public void close() {
        // Memory needs no hand back.
    }

    private Stored store(ResourceKey key, String mediaType, byte[] bytes) {
        BlobInfo info = new BlobInfo(Sha256.of(bytes), bytes.length, mediaType);
        blobs.put(key.locator(), info, Body.of(bytes));
        return new Stored(key, info);
    }

    private ResourceKey copy(ResourceKey key, Read read) {
        try (read) {
            return store(key, read.info().mediaType(), read.bytes()).key();
        }
    }

    private static Read read(Blob blob, ByteRange range) {
        return new Read(blob.info(), range, blob.open(range));
    }

    private static byte[] read(Body body) {
        try (InputStream in = body.openStream()) {
            byte[] bytes = in.readAllBytes();
            if (bytes.length != body.length()) {
                throw new PlatException(
                        ErrorCode.REQUEST_MALFORMED,
                        "The body does not have the announced length.",
                        "value",
                        bytes.length,
                        "expected",
                        body.length());
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
