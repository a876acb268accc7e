package dev.plat.resources.server.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands what a connection sends from its event loop to its virtual thread. When too much waits,
 * reading stops until the thread has caught up, so a fast sender meets TCP's own brake.
 */
final class Inbound extends ChannelInboundHandlerAdapter {

    /** The peer sends no more: it closed its side, went away, or broke the protocol's frame. */
    static final Object END = new Object();

    private static final Logger LOG = LoggerFactory.getLogger(Inbound.class);
    private static final int HIGH_BYTES = 512 << 10;
    private static final int LOW_BYTES = 128 << 10;
    private static final int PER_MESSAGE = 64;

    private final BlockingQueue<Object> waiting = new LinkedBlockingQueue<>();
    private final AtomicInteger waitingBytes = new AtomicInteger();
    private volatile boolean finished;
    private volatile @Nullable ChannelHandlerContext context;
    private int stillAnswer;
    private long stillProgress;

    /** The next message, {@link #END}, or null after {@code limit}; the caller releases it. */
    @Nullable Object take(Duration limit) throws InterruptedException {
        Object next = waiting.poll(limit.toNanos(), TimeUnit.NANOSECONDS);
        if (END.equals(next)) {
            waiting.add(END);
        } else if (next != null && waitingBytes.addAndGet(-size(next)) < LOW_BYTES) {
            goOnReading();
        }
        return next;
    }

    /** Drops what nobody will take any more. */
    void finish() {
        finished = true;
        Object left;
        while ((left = waiting.poll()) != null) {
            ReferenceCountUtil.release(left);
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (finished) {
            ReferenceCountUtil.release(message);
            return;
        }
        waiting.add(message);
        if (waitingBytes.addAndGet(size(message)) > HIGH_BYTES) {
            ctx.channel().config().setAutoRead(false);
            if (waitingBytes.get() < LOW_BYTES) {
                // Everything was taken between the two lines above.
                ctx.channel().config().setAutoRead(true);
            }
        }
        if (finished) {
            finish();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        waiting.add(END);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            waiting.add(END);
        }
        if (event instanceof IdleStateEvent && standsStill(ctx)) {
            LOG.debug("A reader stood still; its connection is closed.");
            var _ = ctx.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        LOG.debug("A connection broke.", cause);
        waiting.add(END);
        var _ = ctx.close();
    }

    private void goOnReading() {
        ChannelHandlerContext ctx = context;
        if (ctx != null && !ctx.channel().config().isAutoRead()) {
            ctx.executor().execute(() -> goOnReading(ctx.channel()));
        }
    }

    /** Netty's epoll breaks a connection that is asked to read after its peer closed its side. */
    private static void goOnReading(Channel channel) {
        boolean ended = channel instanceof DuplexChannel duplex && duplex.isInputShutdown();
        if (!ended) {
            channel.config().setAutoRead(true);
        }
    }

    /** Whether the same answer has not moved since the last time that nothing was written. */
    private boolean standsStill(ChannelHandlerContext ctx) {
        ChannelOutboundBuffer buffer = ctx.channel().unsafe().outboundBuffer();
        int answer = buffer == null ? 0 : System.identityHashCode(buffer.current());
        long progress = buffer == null ? 0 : buffer.currentProgress();
        boolean still = answer != 0 && answer == stillAnswer && progress == stillProgress;
        stillAnswer = answer;
        stillProgress = progress;
        return still;
    }

    private static int size(Object message) {
        return PER_MESSAGE
                + (message instanceof HttpContent content ? content.content().readableBytes() : 0);
    }
}
