package dev.plat.hosting.tls;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The beginning of a connection with TLS: reads until the handshake is done, and then gives the
 * connection to whoever speaks the protocol that was agreed on.
 *
 * <p>Threads: the connection's loop.
 */
public final class Handshake extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(Handshake.class);

    /** Who goes on with a connection. */
    public interface Entered {

        /**
         * Takes the connection over, in the place of the handshake's handler.
         *
         * @param certificate the name it stands for, exact or a wildcard
         * @param http2 whether the client wants HTTP/2; HTTP/1.1 otherwise
         */
        void entered(ChannelHandlerContext ctx, String certificate, boolean http2);
    }

    private final Entrance entrance;
    private final Executor threads;
    private final Duration time;
    private final Entered entered;
    private @Nullable String certificate;
    private @Nullable Future<?> expiry;

    /**
     * @param threads where a handshake's signatures are made
     * @param time from the hello to the end of the handshake
     */
    public Handshake(Entrance entrance, Executor threads, Duration time, Entered entered) {
        this.entrance = entrance;
        this.threads = threads;
        this.time = time;
        this.entered = entered;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        ctx.pipeline().addBefore(ctx.name(), "hello", new SniHandler(entrance, threads, time));
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        // TLS has its own limit once it is there; before it a client may send nothing at all.
        Runnable close =
                () -> {
                    var _ = ctx.close();
                };
        expiry = ctx.executor().schedule(close, time.toMillis(), TimeUnit.MILLISECONDS);
        ctx.fireChannelActive();
        ctx.read();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        stopClock();
        ctx.fireChannelInactive();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SniHandler.Chosen chosen) {
            certificate = chosen.certificate();
            stopClock();
            return;
        }
        if (event instanceof SslHandshakeCompletionEvent done) {
            finish(ctx, done);
            return;
        }
        ctx.fireUserEventTriggered(event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable failure) {
        LOG.debug("a handshake failed: {}", failure.toString());
        var _ = ctx.close();
    }

    private void stopClock() {
        Future<?> running = expiry;
        if (running != null) {
            running.cancel(false);
        }
    }

    private void finish(ChannelHandlerContext ctx, SslHandshakeCompletionEvent done) {
        SslHandler tls = ctx.pipeline().get(SslHandler.class);
        String name = certificate;
        if (!done.isSuccess() || tls == null || name == null) {
            var _ = ctx.close();
            return;
        }
        String protocol = tls.applicationProtocol();
        if (TlsContexts.CHALLENGE.equals(protocol)) {
            // The certificate was the whole answer (RFC 8737 §3).
            var _ = ctx.close();
            return;
        }
        entered.entered(ctx, name, TlsContexts.HTTP_2.equals(protocol));
    }
}
