package dev.plat.resources.server.http;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import io.netty.channel.Channel;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection, one virtual thread, one request after the other. After a refusal the rest of a
 * small body is read away, so that the connection can go on; a large one ends it.
 */
final class Connection implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
    private static final long SKIP_BYTES_MAX = 1 << 20;
    private static final int LINGER_MESSAGES_MAX = 1024;
    private static final Duration LINGER = Duration.ofSeconds(1);

    private final Channel channel;
    private final Inbound inbound;
    private final Requests requests;
    private final PortLimits limits;
    private final InFlight inFlight;
    private final AnswerWriter writer;

    Connection(
            Channel channel,
            Inbound inbound,
            Requests requests,
            PortLimits limits,
            InFlight inFlight) {
        this.channel = channel;
        this.inbound = inbound;
        this.requests = requests;
        this.limits = limits;
        this.inFlight = inFlight;
        this.writer = new AnswerWriter(channel);
    }

    @Override
    public void run() {
        try {
            boolean goOn = true;
            while (goOn) {
                Object next = inbound.take(limits.connectionIdle());
                goOn = next instanceof HttpRequest request && serve(request);
                ReferenceCountUtil.release(next);
            }
        } catch (IOException e) {
            LOG.debug("A connection ended in the middle of a request.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            var _ = channel.close();
            inbound.finish();
        }
    }

    private boolean serve(HttpRequest request) throws InterruptedException, IOException {
        if (!inFlight.enter()) {
            refuse(new PlatException(ErrorCode.DRAINING, "This node is going away."));
            return false;
        }
        try {
            DecoderResult decoded = request.decoderResult();
            if (decoded.isFailure()) {
                refuse(broken(decoded.cause()));
                return false;
            }
            return serveDecoded(request);
        } finally {
            inFlight.leave();
        }
    }

    private boolean serveDecoded(HttpRequest request) throws InterruptedException, IOException {
        long length = announced(request);
        RequestBody body =
                new RequestBody(inbound, limits, Math.max(0, length), () -> proceed(request));
        try {
            Requests.Work work = work(request, body);
            boolean skips = length >= 0 && length <= SKIP_BYTES_MAX;
            boolean waits = HttpUtil.is100ContinueExpected(request) && !body.started();
            boolean goesOn =
                    HttpUtil.isKeepAlive(request)
                            && !inFlight.draining()
                            && (body.ended() || (skips && !waits));
            try {
                writer.write(work.answer(), goesOn);
            } finally {
                work.afterwards().run();
            }
            return goesOn ? skipRest(body) : linger(body);
        } finally {
            body.release();
        }
    }

    private Requests.Work work(HttpRequest request, RequestBody body) {
        try {
            return requests.answer(request, _ -> body);
        } catch (PlatException e) {
            if (e.code().httpStatus() >= 500 && e.getCause() != null) {
                LOG.warn("A request failed.", e);
            }
            return new Requests.Work(Problems.answer(e), () -> {});
        } catch (UncheckedIOException e) {
            LOG.debug("A body could not be read.", e);
            return failed();
        } catch (RuntimeException e) {
            LOG.error("A request failed by a mistake of the server.", e);
            return failed();
        }
    }

    private static Requests.Work failed() {
        return new Requests.Work(
                Problems.answer(new PlatException(ErrorCode.INTERNAL, "The request failed.")),
                () -> {});
    }

    private void refuse(PlatException why) throws InterruptedException {
        writer.write(Problems.answer(why), false);
        lingerFor(LINGER_MESSAGES_MAX);
    }

    private static PlatException broken(Throwable cause) {
        if (cause instanceof TooLongHttpHeaderException
                || cause instanceof TooLongHttpLineException) {
            return new PlatException(ErrorCode.HEAD_TOO_LARGE, "The request's head is too large.")
                    .causedBy(cause);
        }
        return new PlatException(ErrorCode.REQUEST_MALFORMED, "This is not an HTTP request.")
                .causedBy(cause);
    }

    private void proceed(HttpRequest request) {
        if (HttpUtil.is100ContinueExpected(request)) {
            var _ =
                    channel.writeAndFlush(
                            new DefaultFullHttpResponse(
                                    HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
        }
    }

    /** The body's length; −1 when it cannot be known. */
    private static long announced(HttpRequest request) {
        if (request.headers().contains(HttpHeaderNames.TRANSFER_ENCODING)) {
            return -1;
        }
        try {
            return HttpUtil.getContentLength(request, 0L);
        } catch (NumberFormatException e) {
            LOG.trace("The length is refused when the request is checked.", e);
            return -1;
        }
    }

    private static boolean skipRest(RequestBody body) throws IOException {
        try {
            body.skipRest();
            return true;
        } catch (PlatException e) {
            LOG.debug("The rest of a refused body did not come.", e);
            return false;
        }
    }

    /** Closing on unread bytes would make the peer's system drop the answer it has not read. */
    private boolean linger(RequestBody body) throws InterruptedException {
        if (!body.ended()) {
            lingerFor(LINGER_MESSAGES_MAX);
        }
        return false;
    }

    private void lingerFor(int messages) throws InterruptedException {
        long deadline = System.nanoTime() + LINGER.toNanos();
        for (int i = 0; i < messages && System.nanoTime() < deadline; i++) {
            Object next = inbound.take(LINGER);
            ReferenceCountUtil.release(next);
            if (next == null || next.equals(Inbound.END)) {
                return;
            }
        }
    }
}
