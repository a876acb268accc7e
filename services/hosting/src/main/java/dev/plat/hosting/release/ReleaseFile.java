package dev.plat.hosting.release;

import dev.plat.resources.blob.Sha256;

/**
 * One file as a publisher names it.
 *
 * @param path without a leading slash, as {@link PathRules} allow
 * @param sha256 of its bytes
 * @param size 0 to {@link Manifest#FILE_BYTES_MAX}
 */
public record ReleaseFile(String path, Sha256 sha256, long size) {}
