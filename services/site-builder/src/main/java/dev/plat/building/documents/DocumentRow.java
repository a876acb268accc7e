package dev.plat.building.documents;

import dev.plat.resources.blob.Sha256;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;

/**
 * The head of a document, a row of the table of that name. The bytes are a resource of the site,
 * found by digest.
 *
 * @param rev 1 at creation, one more with every save that changed something
 */
@MappedEntity("document")
@SuppressWarnings("ArrayRecordComponent") // a column; digests are compared as Sha256
public record DocumentRow(
        short bucket,
        @Id UUID documentId,
        UUID siteId,
        String kind,
        long rev,
        byte[] sha256,
        int size,
        UUID authorId,
        Instant saved) {

    public Sha256 digest() {
        return Sha256.ofDigest(sha256);
    }
}
