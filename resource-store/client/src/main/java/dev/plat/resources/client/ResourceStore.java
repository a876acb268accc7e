package dev.plat.resources.client;

import dev.plat.resources.blob.Body;
import dev.plat.resources.blob.ByteRange;
import dev.plat.resources.blob.ResourceKey;
import dev.plat.resources.blob.Sha256;
import dev.plat.schemas.Id;
import dev.plat.schemas.Tier;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/**
 * The resources of one file tier. Resources are immutable: a key names the same bytes for ever.
 *
 * <p>Errors: {@code quorum-missed} (fewer than two nodes took the bytes; repeat it), {@code
 * resource-unavailable} (it may exist, but no node that could tell answered; repeat it), {@code
 * overloaded} (too many bytes in flight), {@code bucket-unplaced}, {@code body-too-large}, {@code
 * field-invalid} for a media type.
 *
 * <p>Threads: safe; blocking, made for virtual threads.
 */
public interface ResourceStore extends AutoCloseable {

    Tier tier();

    /**
     * The key of these bytes in this scope, without asking anybody. The scope is the site; the same
     * root secret gives the same key in every tier.
     */
    ResourceKey keyOf(Id scope, Sha256 content);

    /**
     * Keeps the bytes; returns once two of three nodes would keep them through a power cut. The
     * same bytes in the same scope are the same resource, so repeating is free.
     *
     * @param mediaType at most 100 ASCII characters with a slash
     * @param body at most 2 GiB; opened once
     */
    Stored put(Id scope, String mediaType, Body body);

    /**
     * The same for bytes whose digest was announced; a difference is {@code digest-mismatch} and
     * stores nothing.
     */
    Stored put(Id scope, String mediaType, Body body, Sha256 announced);

    /**
     * The whole resource, verified. Empty only when two nodes are sure that it does not exist. The
     * caller closes what it gets.
     */
    Optional<Read> get(ResourceKey key);

    /** A part of it, clamped to its length; {@link Read#info} tells the whole length. */
    Optional<Read> get(ResourceKey key, ByteRange range);

    /** Those of the keys that fewer than two nodes are known to hold. */
    Set<ResourceKey> missing(Collection<ResourceKey> keys);

    /** Brings what is missing here over from another tier, under the same keys. */
    CopyReport copyMissing(Collection<ResourceKey> keys, ResourceStore from);

    @Override
    void close();
}
