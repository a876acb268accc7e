package dev.plat.resources.client;

import dev.plat.resources.blob.BlobInfo;
import dev.plat.resources.blob.ResourceKey;

/**
 * An acknowledged resource.
 *
 * @param key opens it
 * @param info what was stored
 */
public record Stored(ResourceKey key, BlobInfo info) {}
