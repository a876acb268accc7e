package dev.plat.hosting.serve;

import dev.plat.resources.blob.Body;
import dev.plat.resources.blob.ByteRange;
import dev.plat.resources.blob.ResourceKey;
import dev.plat.resources.blob.Sha256;
import dev.plat.resources.client.CopyReport;
import dev.plat.resources.client.MemoryResourceStore;
import dev.plat.resources.client.Read;
import dev.plat.resources.client.ResourceStore;
import dev.plat.resources.client.Stored;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.PlatException;
import dev.plat.schemas.Tier;
import java.io.ByteArrayInputStream;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** File servers in memory that can go down, lie, and count how often they are asked. */
public final class SwitchedStore implements ResourceStore {

    private final MemoryResourceStore memory;
    public final AtomicInteger gets = new AtomicInteger();
    public volatile boolean down;
    public volatile boolean lying;

    public SwitchedStore(Tier tier, String rootSecretHex) {
        memory = new MemoryResourceStore(tier, rootSecretHex);
    }

    @Override
    public Tier tier() {
        return memory.tier();
    }

    @Override
    public ResourceKey keyOf(Id scope, Sha256 content) {
        return memory.keyOf(scope, content);
    }

    @Override
    public Stored put(Id scope, String mediaType, Body body) {
        check();
        return memory.put(scope, mediaType, body);
    }

    @Override
    public Stored put(Id scope, String mediaType, Body body, Sha256 announced) {
        check();
        return memory.put(scope, mediaType, body, announced);
    }

    @Override
    public Optional<Read> get(ResourceKey key) {
        return get(key, ByteRange.ALL);
    }

    @Override
    public Optional<Read> get(ResourceKey key, ByteRange range) {
        gets.incrementAndGet();
        check();
        Optional<Read> read = memory.get(key, range);
        if (!lying || read.isEmpty()) {
            return read;
        }
        byte[] bytes = read.get().bytes();
        bytes[bytes.length / 2] ^= 1;
        return Optional.of(new Read(read.get().info(), range, new ByteArrayInputStream(bytes)));
    }

    @Override
    public Set<ResourceKey> missing(Collection<ResourceKey> keys) {
        check();
        return memory.missing(keys);
    }

    @Override
    public CopyReport copyMissing(Collection<ResourceKey> keys, ResourceStore from) {
        check();
        return memory.copyMissing(keys, from);
    }

    @Override
    public void close() {
        memory.close();
    }

    private void check() {
        if (down) {
            throw new PlatException(
                    ErrorCode.RESOURCE_UNAVAILABLE, "The file servers are down in this test.");
        }
    }
}
