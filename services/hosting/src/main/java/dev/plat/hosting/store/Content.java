package dev.plat.hosting.store;

import dev.plat.resources.engine.StoredBlob;

/** The bytes of one file of a release, verified. */
public sealed interface Content {

    /** In memory; nobody changes the array. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, only read
    record Held(byte[] bytes) implements Content {}

    /** On disk, held open until the reader closes it. */
    record OnDisk(StoredBlob.InFile file) implements Content {}
}
