package dev.plat.hosting.serve;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One visitor's connection with HTTP/2 (RFC 9113): Netty frames and multiplexes, each stream is a
 * request as on HTTP/1.1 ({@link VisitorStream}), and this handler keeps the connection's
 * deadlines. What costs us more than the visitor is counted by Netty's codec and ends the
 * connection with {@code ENHANCE_YOUR_CALM}: resets sent (CVE-2023-44487) or provoked
 * (CVE-2025-8671), empty DATA, small CONTINUATION.
 *
 * <p>Threads: everything here runs on the connection's loop.
 */
final class VisitorStreams extends ChannelInboundHandlerAdapter implements Watched {

    private static final Logger LOG = LoggerFactory.getLogger(VisitorStreams.class);

    private static final int STREAMS_MAX = 100;
    private static final int RESETS_MAX = 200;
    private static final int RESETS_SECONDS = 30;
    private static final int EMPTY_DATA_MAX = 16;
    private static final int SMALL_CONTINUATIONS_MAX = 16;

    /** A request's body is thrown away; this is how much of it may be under way. */
    private static final int WINDOW_BYTES = 64 << 10;

    private final Edge edge;
    private final Watch watch;
    private final Http2FrameCodec codec;
    private long deadlineNanos;
    private long progressSeen = -1;
    private boolean ending;

    private VisitorStreams(Edge edge, Watch watch, Http2FrameCodec codec) {
        this.edge = edge;
        this.watch = watch;
        this.codec = codec;
    }

    /** Puts HTTP/2 at the end of a pipeline behind TLS. */
    static void enter(ChannelPipeline pipeline, Edge edge, Arrival arrival, Watch watch) {
        EdgeLimits limits = edge.limits();
        Http2FrameCodec codec =
                Http2FrameCodecBuilder.forServer()
                        .initialSettings(
                                Http2Settings.defaultSettings()
                                        .maxConcurrentStreams(STREAMS_MAX)
                                        .maxHeaderListSize(limits.headBytes())
                                        .initialWindowSize(WINDOW_BYTES))
                        .validateHeaders(true)
                        .decoderEnforceMaxRstFramesPerWindow(RESETS_MAX, RESETS_SECONDS)
                        .encoderEnforceMaxRstFramesPerWindow(RESETS_MAX, RESETS_SECONDS)
                        .decoderEnforceMaxConsecutiveEmptyDataFrames(EMPTY_DATA_MAX)
                        .decoderEnforceMaxSmallContinuationFrames(SMALL_CONTINUATIONS_MAX)
                        .gracefulShutdownTimeoutMillis(limits.drainTime().toMillis())
                        .build();
        VisitorStreams connection = new VisitorStreams(edge, watch, codec);
        pipeline.addLast(codec);
        pipeline.addLast(
                new Http2MultiplexHandler(
                        new ChannelInitializer<>() {
                            @Override
                            protected void initChannel(Channel stream) {
                                stream.pipeline()
                                        .addLast(
                                                new VisitorStream(
                                                        edge, arrival, connection::moved));
                            }
                        }));
        pipeline.addLast(connection);
        // The windows of the streams bound what is read, not we.
        pipeline.channel().config().setAutoRead(true);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        watch.add(this, ctx.channel());
        expireIn(edge.limits().headTime());
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        watch.remove(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object frame) {
        // Settings, pings, GOAWAY: the codec has done what they ask for.
        ReferenceCountUtil.release(frame);
    }

    /** What the codec finds wrong it ends itself, with the reason in its GOAWAY. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable failure) {
        LOG.debug("a connection failed: {}", failure.toString());
        if (!(failure instanceof Http2Exception)) {
            var _ = ctx.close();
        }
    }

    @Override
    public void check(Channel channel, long nowNanos) {
        boolean busy = codec.connection().numActiveStreams() > 0;
        if (madeProgress(channel)) {
            expireIn(busy ? edge.limits().stallTime() : edge.limits().idleTime());
        }
        if (edge.draining() && !ending) {
            ending = true;
            // The codec says GOAWAY and waits for the streams that are open.
            var _ = channel.close();
        }
        if (nowNanos - deadlineNanos > 0) {
            channel.unsafe().closeForcibly();
        }
    }

    private void moved() {
        expireIn(edge.limits().stallTime());
    }

    private boolean madeProgress(Channel channel) {
        ChannelOutboundBuffer out = channel.unsafe().outboundBuffer();
        long moved = out == null ? 0 : out.currentProgress() - out.totalPendingWriteBytes();
        long streams = codec.connection().remote().lastStreamCreated();
        long progress = moved * 31 + streams * 2 + codec.connection().numActiveStreams();
        boolean changed = progress != progressSeen;
        progressSeen = progress;
        return changed;
    }

    private void expireIn(Duration time) {
        deadlineNanos = System.nanoTime() + time.toNanos();
    }
}
