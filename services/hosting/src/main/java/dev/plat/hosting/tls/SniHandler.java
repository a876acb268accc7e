package dev.plat.hosting.tls;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslClientHelloHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the client's hello and puts TLS into the pipeline in its own place, or sends an alert.
 * Netty has a handler for the name alone; this one needs the protocols too, because a CA's
 * challenge is asked by protocol.
 *
 * <p>Threads: the connection's loop.
 */
final class SniHandler extends SslClientHelloHandler<SniHandler.Chosen> {

    private static final Logger LOG = LoggerFactory.getLogger(SniHandler.class);

    /** A hello with a post-quantum key share has two kilobytes; what needs more is none. */
    private static final int HELLO_MAX = 16 << 10;

    /** Fatal alerts as records of TLS 1.2 (RFC 8446 §6, §5.1). */
    private static final byte[] UNRECOGNIZED_NAME = {21, 3, 3, 0, 2, 2, 112};

    private static final byte[] INTERNAL_ERROR = {21, 3, 3, 0, 2, 2, 80};

    /** No stack: it is thrown at every scanner. */
    private static final class Refused extends Exception {

        private static final long serialVersionUID = 1;

        @SuppressWarnings("StaticAssignmentOfThrowable") // it carries nothing of its thrower
        private static final Refused REFUSED = new Refused();

        private Refused() {
            super("no such name", null, false, false);
        }
    }

    /** What the client gets. */
    record Chosen(String certificate, SslContext context) {}

    private final Entrance entrance;
    private final Executor threads;
    private final Duration handshakeTime;
    private long begunNanos;
    private boolean refused;

    SniHandler(Entrance entrance, Executor threads, Duration handshakeTime) {
        super(HELLO_MAX);
        this.entrance = entrance;
        this.threads = threads;
        this.handshakeTime = handshakeTime;
    }

    /** The end of the connection would have Netty look once more at what is refused already. */
    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out)
            throws Exception {
        if (refused) {
            in.skipBytes(in.readableBytes());
            return;
        }
        super.decode(ctx, in, out);
    }

    @Override
    protected Future<Chosen> lookup(ChannelHandlerContext ctx, @Nullable ByteBuf hello) {
        begunNanos = System.nanoTime();
        ClientHello parsed = hello == null ? ClientHello.NONE : ClientHello.parse(hello);
        Optional<Entrance.Way> way = entrance.find(parsed);
        if (way.isEmpty()) {
            return ctx.executor().newFailedFuture(Refused.REFUSED);
        }
        String certificate = way.get().certificate();
        CompletableFuture<SslContext> context = way.get().context();
        if (context.isDone() && !context.isCompletedExceptionally()) {
            return ctx.executor().newSucceededFuture(new Chosen(certificate, context.join()));
        }
        Promise<Chosen> later = ctx.executor().newPromise();
        var _ =
                context.whenComplete((found, failure) -> {
                    if (failure == null) {
                        later.trySuccess(new Chosen(certificate, found));
                    } else {
                        later.tryFailure(failure);
                    }
                });
        return later;
    }

    @Override
    protected void onLookupComplete(ChannelHandlerContext ctx, Future<Chosen> found) {
        if (!found.isSuccess()) {
            refuse(ctx, found.cause());
            return;
        }
        Chosen chosen = found.getNow();
        SslHandler tls = chosen.context.newHandler(ctx.alloc(), threads);
        tls.setHandshakeTimeoutMillis(handshakeTime.toMillis());
        ctx.pipeline().replace(this, SslHandler.class.getName(), tls);
        ctx.pipeline().fireUserEventTriggered(chosen);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable failure) {
        LOG.debug("a client's hello was odd: {}", failure.toString());
        var _ = ctx.close();
    }

    private void refuse(ChannelHandlerContext ctx, Throwable why) {
        refused = true;
        boolean nobody = why instanceof Refused;
        byte[] alert = nobody ? UNRECOGNIZED_NAME : INTERNAL_ERROR;
        ChannelFuture written = ctx.writeAndFlush(Unpooled.wrappedBuffer(alert));
        if (nobody) {
            entrance.counts().refused(System.nanoTime() - begunNanos);
        }
        // Last, so that whoever finds no connection left finds all of them counted.
        var _ = written.addListener(ChannelFutureListener.CLOSE);
    }
}
