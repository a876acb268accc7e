package dev.plat.resources.server.http;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request's body as a stream: ends where the body ends, fails when the peer stops before that,
 * stands still, or trickles.
 */
final class RequestBody extends InputStream {

    private final Inbound inbound;
    private final PortLimits limits;
    private final long deadlineNanos;
    private final Runnable onFirstRead;
    private ByteBuf current = Unpooled.EMPTY_BUFFER;
    private boolean started;
    private boolean ended;

    /**
     * @param onFirstRead asks the peer for the body if it waits to be asked
     */
    RequestBody(Inbound inbound, PortLimits limits, long length, Runnable onFirstRead) {
        this.inbound = inbound;
        this.limits = limits;
        this.onFirstRead = onFirstRead;
        Duration whole = limits.bodyIdle().plusSeconds(length / limits.bytesPerSecondMin());
        this.deadlineNanos = System.nanoTime() + whole.toNanos();
    }

    /** Whether anybody asked for it. */
    boolean started() {
        return started;
    }

    /** Whether all of it was read. */
    boolean ended() {
        return ended;
    }

    /** Reads the rest away. */
    void skipRest() throws IOException {
        while (!ended) {
            advance();
        }
        current.release();
        current = Unpooled.EMPTY_BUFFER;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (length == 0) {
            return 0;
        }
        while (!current.isReadable()) {
            if (ended) {
                return -1;
            }
            advance();
        }
        int count = Math.min(length, current.readableBytes());
        current.readBytes(into, offset, count);
        return count;
    }

    /** Gives back what was not read; the stream is not used afterwards. */
    void release() {
        current.release();
        current = Unpooled.EMPTY_BUFFER;
    }

    private void advance() throws IOException {
        if (!started) {
            started = true;
            onFirstRead.run();
        }
        current.release();
        current = Unpooled.EMPTY_BUFFER;
        Object next = take();
        if (next == null) {
            throw new PlatException(
                    ErrorCode.REQUEST_TIMEOUT,
                    "The body stood still or came too slowly.",
                    "expected",
                    limits.bytesPerSecondMin() + " bytes per second at least");
        }
        if (!(next instanceof HttpContent content) || content.decoderResult().isFailure()) {
            ReferenceCountUtil.release(next);
            throw new PlatException(
                    ErrorCode.REQUEST_MALFORMED, "The body ended before its announced length.");
        }
        ended = content instanceof LastHttpContent;
        current = content.content();
    }

    private @Nullable Object take() throws InterruptedIOException {
        long left = deadlineNanos - System.nanoTime();
        Duration limit = Duration.ofNanos(Math.min(left, limits.bodyIdle().toNanos()));
        try {
            return limit.isNegative() ? null : inbound.take(limit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the server stops");
        }
    }
}
