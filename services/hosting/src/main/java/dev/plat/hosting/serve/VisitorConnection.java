package dev.plat.hosting.serve;

import dev.plat.resources.blob.ByteRange;
import dev.plat.schemas.PlatException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One visitor's connection: heads in, answers out, strictly in turn. Bytes are read only while no
 * answer is under way, so a visitor who sends faster than it reads waits in its own socket.
 *
 * <p>Threads: everything here runs on the connection's loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // the last write of an answer tells of all before it
final class VisitorConnection extends ChannelInboundHandlerAdapter implements Watched {

    private static final Logger LOG = LoggerFactory.getLogger(VisitorConnection.class);

    /**
     * After a last answer the rest of a body is read away, or the answer would be lost to a reset.
     */
    private static final Duration LINGER = Duration.ofSeconds(2);

    private enum Phase {
        /** Between requests, or inside a head. */
        READING,
        /** An answer is being looked for or sent. */
        ANSWERING,
        /** Nothing more is sent; what still comes is thrown away. */
        LINGERING,
        CLOSED
    }

    private final Edge edge;
    private final Arrival arrival;
    private final Watch watch;
    private final HeadParser parser;
    private Phase phase = Phase.READING;
    private ByteBuf unread = Unpooled.EMPTY_BUFFER;
    private boolean last;
    private boolean bytesMayFollow;
    private boolean inputEnded;
    private boolean turning;
    private long deadlineNanos;
    private long progressSeen = -1;

    VisitorConnection(Edge edge, Arrival arrival, Watch watch) {
        this.edge = edge;
        this.arrival = arrival;
        this.watch = watch;
        this.parser = new HeadParser(edge.limits());
    }

    /** Behind TLS the channel is active long before this handler comes. */
    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        if (arrival instanceof Arrival.Secure) {
            start(ctx);
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        start(ctx);
    }

    private void start(ChannelHandlerContext ctx) {
        watch.add(this, ctx.channel());
        expireIn(edge.limits().headTime());
        ctx.read();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        phase = Phase.CLOSED;
        watch.remove(this);
        unread.release();
        unread = Unpooled.EMPTY_BUFFER;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        if (phase == Phase.LINGERING || phase == Phase.CLOSED || last) {
            bytes.release();
            return;
        }
        unread = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), unread, bytes);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        turn(ctx);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent
                || event instanceof SslCloseCompletionEvent) {
            inputEnded = true;
            if (phase == Phase.LINGERING) {
                ctx.close();
                return;
            }
            turn(ctx);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable failure) {
        // Mostly a visitor who went away; anything else would show in other counters first.
        LOG.debug("a connection failed: {}", failure.toString());
        ctx.close();
    }

    @Override
    public void check(Channel channel, long nowNanos) {
        if (phase == Phase.ANSWERING && madeProgress(channel)) {
            expireIn(edge.limits().stallTime());
        }
        boolean idle = phase == Phase.READING && !parser.inside() && !unread.isReadable();
        if (nowNanos - deadlineNanos > 0 || (idle && edge.draining())) {
            channel.close();
        }
    }

    /**
     * Answers as many requests as have come; a loop, because answers from memory finish at once.
     */
    private void turn(ChannelHandlerContext ctx) {
        if (turning) {
            return;
        }
        turning = true;
        try {
            while (phase == Phase.READING && unread.isReadable()) {
                boolean before = parser.inside();
                Optional<RequestHead> head = parser.parse(unread);
                if (head.isEmpty()) {
                    if (!before) {
                        expireIn(edge.limits().headTime());
                    }
                    break;
                }
                begin(ctx, head.get());
            }
        } catch (PlatException malformed) {
            last = true;
            bytesMayFollow = true;
            phase = Phase.ANSWERING;
            send(ctx, Problems.of(malformed, false));
        } finally {
            turning = false;
        }
        if (phase == Phase.READING && inputEnded) {
            ctx.close();
        } else if (phase == Phase.READING || phase == Phase.LINGERING) {
            ctx.read();
        }
    }

    private void begin(ChannelHandlerContext ctx, RequestHead head) {
        phase = Phase.ANSWERING;
        progressSeen = -1;
        expireIn(edge.limits().stallTime());
        last = !head.persistent() || head.body() || edge.draining();
        bytesMayFollow = head.body();
        Optional<Answer> answer =
                edge.answer(arrival, head, later -> ctx.executor().execute(() -> send(ctx, later)));
        answer.ifPresent(found -> send(ctx, found));
    }

    private void send(ChannelHandlerContext ctx, Answer answer) {
        if (phase != Phase.ANSWERING) {
            answer.close();
            return;
        }
        ctx.write(head(ctx, answer));
        if (answer.file() != null && arrival instanceof Arrival.Secure) {
            // What is encrypted has to be read first: no file goes from the page cache.
            var _ =
                    new PacedBody(edge, ctx, answer, sink(ctx))
                            .send()
                            .addListener(outcome -> sent(ctx, outcome.isSuccess(), answer));
            return;
        }
        for (Segment segment : answer.body()) {
            if (segment.length() > 0) {
                ctx.write(message(segment, answer));
            }
        }
        ChannelFuture sent = ctx.writeAndFlush(Unpooled.EMPTY_BUFFER);
        if (sent.isDone()) {
            sent(ctx, sent.isSuccess(), answer);
            return;
        }
        sent.addListener(_ -> sent(ctx, sent.isSuccess(), answer));
    }

    private PacedBody.Sink sink(ChannelHandlerContext ctx) {
        return new PacedBody.Sink() {
            @Override
            public ChannelFuture write(ByteBuf piece) {
                return ctx.writeAndFlush(piece);
            }

            @Override
            public void moved() {
                expireIn(edge.limits().stallTime());
            }
        };
    }

    private static Object message(Segment segment, Answer answer) {
        return switch (segment) {
            case Segment.Memory(byte[] bytes, int offset, int count) ->
                    Unpooled.wrappedBuffer(bytes, offset, count);
            case Segment.Disk(ByteRange range) ->
                    new KeptFileRegion(
                            Objects.requireNonNull(answer.file(), "a disk segment has a file")
                                    .channel(),
                            range.first(),
                            range.length());
        };
    }

    private ByteBuf head(ChannelHandlerContext ctx, Answer answer) {
        String text =
                answer.head()
                        + edge.always(arrival)
                        + edge.date().text()
                        + (last ? "Connection: close\r\n\r\n" : "\r\n");
        return ByteBufUtil.writeAscii(ctx.alloc(), text);
    }

    private void sent(ChannelHandlerContext ctx, boolean whole, Answer answer) {
        answer.close();
        if (phase != Phase.ANSWERING) {
            return;
        }
        if (!whole) {
            ctx.close();
            return;
        }
        if (last) {
            finish(ctx);
            return;
        }
        phase = Phase.READING;
        expireIn(edge.limits().idleTime());
        turn(ctx);
    }

    private void finish(ChannelHandlerContext ctx) {
        if (!bytesMayFollow || inputEnded || !(ctx.channel() instanceof DuplexChannel duplex)) {
            ctx.close();
            return;
        }
        phase = Phase.LINGERING;
        expireIn(LINGER);
        SslHandler tls = ctx.pipeline().get(SslHandler.class);
        if (tls == null) {
            duplex.shutdownOutput();
        } else {
            tls.closeOutbound();
        }
        ctx.read();
    }

    private void expireIn(Duration time) {
        deadlineNanos = System.nanoTime() + time.toNanos();
    }

    private boolean madeProgress(Channel channel) {
        ChannelOutboundBuffer out = channel.unsafe().outboundBuffer();
        long progress = out == null ? 0 : out.currentProgress() - out.totalPendingWriteBytes();
        boolean moved = progress != progressSeen;
        progressSeen = progress;
        return moved;
    }
}
