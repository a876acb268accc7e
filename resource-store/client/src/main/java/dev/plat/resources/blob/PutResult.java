package dev.plat.resources.blob;

/** What a put found. Either way the bytes are durable. */
public enum PutResult {
    STORED,
    /** The same bytes lay there already. */
    PRESENT
}
