package dev.plat.building.media;

import dev.plat.resources.blob.Sha256;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;

/**
 * A row of {@code media}: one picture of a site, whose bytes are a resource found by digest.
 *
 * @param type found in the bytes, never told by the client
 * @param width pixels
 * @param height pixels
 * @param size bytes
 */
@MappedEntity("media")
@SuppressWarnings("ArrayRecordComponent") // a column; digests are compared as Sha256
public record MediaRow(
        short bucket,
        @Id UUID mediaId,
        UUID siteId,
        String name,
        String type,
        int width,
        int height,
        long size,
        byte[] sha256,
        Instant created) {

    public Sha256 digest() {
        return Sha256.ofDigest(sha256);
    }

    /** Where the picture stands in a release, without a leading slash. */
    public String publishedPath() {
        return "_a/"
                + digest().hex()
                + "."
                + type.substring(type.indexOf('/') + 1).replace("jpeg", "jpg");
    }
}
