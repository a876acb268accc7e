package dev.plat.hosting.serve;

import dev.plat.resources.blob.ByteRange;
import dev.plat.resources.engine.StoredBlob;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * A body whose disk segments have to be read before they are sent, as encryption and HTTP/2 need
 * it: 64 KiB at a time on a virtual thread, the next when the one before has gone out. So a visitor
 * who reads slowly holds one piece in memory and no more.
 *
 * <p>Threads: the connection's loop, but for the reading.
 */
final class PacedBody {

    private static final int PIECE_BYTES = 64 << 10;

    /** Writes one piece and flushes it. */
    interface Sink {
        ChannelFuture write(ByteBuf piece);

        /** One has gone out. */
        void moved();
    }

    private final Edge edge;
    private final ChannelHandlerContext ctx;
    private final Answer answer;
    private final Sink sink;
    private final Promise<Void> whole;
    private int segment;
    private long sentOfSegment;

    PacedBody(Edge edge, ChannelHandlerContext ctx, Answer answer, Sink sink) {
        this.edge = edge;
        this.ctx = ctx;
        this.answer = answer;
        this.sink = sink;
        this.whole = ctx.executor().newPromise();
    }

    /** Done when everything has gone out; fails when something could not be read or sent. */
    Future<Void> send() {
        next();
        return whole;
    }

    private void next() {
        while (segment < answer.body().size()
                && sentOfSegment == answer.body().get(segment).length()) {
            segment++;
            sentOfSegment = 0;
        }
        if (segment == answer.body().size()) {
            whole.trySuccess(null);
            return;
        }
        switch (answer.body().get(segment)) {
            case Segment.Memory(byte[] bytes, int offset, int count) -> {
                sentOfSegment = count;
                write(Unpooled.wrappedBuffer(bytes, offset, count));
            }
            case Segment.Disk(ByteRange range) -> {
                long from = range.first() + sentOfSegment;
                int count = (int) Math.min(PIECE_BYTES, range.length() - sentOfSegment);
                sentOfSegment += count;
                edge.readOnVirtualThread(() -> read(from, count));
            }
        }
    }

    private void read(long from, int count) {
        try {
            StoredBlob.InFile file = Objects.requireNonNull(answer.file(), "a disk segment's file");
            ByteBuffer piece = ByteBuffer.allocate(count);
            while (piece.hasRemaining()) {
                if (file.channel().read(piece, from + piece.position()) < 0) {
                    throw new EOFException("the file has shrunk");
                }
            }
            ctx.executor().execute(() -> write(Unpooled.wrappedBuffer(piece.flip())));
        } catch (IOException e) {
            whole.tryFailure(e);
        }
    }

    private void write(ByteBuf piece) {
        var _ =
                sink.write(piece)
                        .addListener(outcome -> {
                            if (outcome.isSuccess()) {
                                sink.moved();
                                next();
                            } else {
                                whole.tryFailure(outcome.cause());
                            }
                        });
    }
}
