package dev.plat.resources.testkit;

import dev.plat.resources.blob.BlobBackend;
import dev.plat.resources.blob.MemoryBlobs;

class MemoryBlobsTest extends DeletingBlobContract {

    private final BlobBackend backend = new MemoryBlobs();

    @Override
    protected BlobBackend backend() {
        return backend;
    }
}
