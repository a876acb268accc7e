package dev.plat.resources.server.http;

import dev.plat.resources.blob.ByteRange;
import dev.plat.resources.engine.StoredBlob;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;

/** What a request is answered with, before it is written to a connection. */
sealed interface Answer {

    HttpResponseStatus status();

    HttpHeaders headers();

    /**
     * Bytes in memory; may be none. {@code Content-Length} is set by the writer if it is absent.
     */
    record InMemory(HttpResponseStatus status, HttpHeaders headers, ByteBuf body)
            implements Answer {}

    /** A part of a file; the writer closes the blob. */
    record FromFile(
            HttpResponseStatus status, HttpHeaders headers, StoredBlob.InFile blob, ByteRange part)
            implements Answer {}

    static Answer empty(HttpResponseStatus status) {
        return new InMemory(status, new DefaultHttpHeaders(), Unpooled.EMPTY_BUFFER);
    }

    static Answer empty(HttpResponseStatus status, HttpHeaders headers) {
        return new InMemory(status, headers, Unpooled.EMPTY_BUFFER);
    }
}
