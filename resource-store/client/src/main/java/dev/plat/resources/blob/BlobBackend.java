package dev.plat.resources.blob;

import java.util.Optional;

/**
 * One place that keeps blobs: memory, a disk, a file server, later a foreign store. All of them
 * pass the testkit's {@code BlobContract}.
 *
 * <p>Errors: {@code digest-mismatch}, {@code request-malformed} (the body's length is not the
 * announced one), {@code content-differs} (other bytes lie there under the same locator), {@code
 * no-space}, {@code disk-suspect}, {@code resource-damaged}. After an error of a put the outcome
 * is: nothing stored, or the whole resource; the same put is safe to repeat.
 *
 * <p>Threads: safe; blocking.
 */
public interface BlobBackend {

    /** Returns once the bytes would survive a power cut. */
    PutResult put(Locator at, BlobInfo info, Body body);

    /** Empty when nothing lies there; the caller closes what it gets. */
    Optional<Blob> get(Locator at);

    Optional<BlobInfo> head(Locator at);

    /** True when something lay there. Readers that are under way finish. */
    boolean delete(Locator at);
}
