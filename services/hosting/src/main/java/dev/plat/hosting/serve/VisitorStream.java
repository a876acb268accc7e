package dev.plat.hosting.serve;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.util.ReferenceCountUtil;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request over HTTP/2: the same question to the same {@link Edge} as on HTTP/1.1, and the same
 * answer in frames. A body is never read: what comes of it is thrown away, and the stream is reset
 * after the answer (RFC 9113 §8.1).
 *
 * <p>Threads: the connection's loop.
 */
final class VisitorStream extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(VisitorStream.class);
    private static final String LINE_END = "\r\n";

    private final Edge edge;
    private final Arrival arrival;
    private final Runnable moved;
    private boolean asked;
    private boolean inputEnded;
    private boolean gone;

    /**
     * @param moved tells the connection that something has gone out
     */
    VisitorStream(Edge edge, Arrival arrival, Runnable moved) {
        this.moved = moved;
        this.edge = edge;
        this.arrival = arrival;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object frame) {
        try {
            switch (frame) {
                case Http2HeadersFrame headers -> {
                    inputEnded |= headers.isEndStream();
                    if (!asked) {
                        asked = true;
                        ask(ctx, headers);
                    }
                }
                case Http2DataFrame data -> inputEnded |= data.isEndStream();
                default -> LOG.trace("passed over: {}", frame);
            }
        } finally {
            ReferenceCountUtil.release(frame);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        gone = true;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable failure) {
        LOG.debug("a stream failed: {}", failure.toString());
        var _ = ctx.close();
    }

    private void ask(ChannelHandlerContext ctx, Http2HeadersFrame frame) {
        RequestHead head;
        try {
            head = Http2Heads.read(frame.headers(), !frame.isEndStream(), edge.limits());
        } catch (PlatException refused) {
            refuse(ctx, refused);
            return;
        }
        Optional<Answer> answer =
                edge.answer(arrival, head, later -> ctx.executor().execute(() -> send(ctx, later)));
        answer.ifPresent(found -> send(ctx, found));
    }

    /** What is no request at all is a stream error; what is only too large gets an answer. */
    private void refuse(ChannelHandlerContext ctx, PlatException refused) {
        if (refused.code() == ErrorCode.REQUEST_MALFORMED) {
            reset(ctx, Http2Error.PROTOCOL_ERROR);
            return;
        }
        send(ctx, Problems.of(refused, false));
    }

    private void send(ChannelHandlerContext ctx, Answer answer) {
        if (gone) {
            answer.close();
            return;
        }
        boolean bodiless = answer.body().stream().allMatch(each -> each.length() == 0);
        ChannelFuture head =
                ctx.writeAndFlush(new DefaultHttp2HeadersFrame(fields(answer), bodiless));
        if (bodiless) {
            var _ = head.addListener(outcome -> sent(ctx, outcome.isSuccess(), answer));
            return;
        }
        var _ =
                new PacedBody(edge, ctx, answer, sink(ctx))
                        .send()
                        .addListener(outcome -> end(ctx, outcome.isSuccess(), answer));
    }

    private PacedBody.Sink sink(ChannelHandlerContext ctx) {
        return new PacedBody.Sink() {
            @Override
            public ChannelFuture write(ByteBuf piece) {
                return ctx.writeAndFlush(new DefaultHttp2DataFrame(piece));
            }

            @Override
            public void moved() {
                moved.run();
            }
        };
    }

    private void end(ChannelHandlerContext ctx, boolean whole, Answer answer) {
        if (!whole || gone) {
            answer.close();
            // Short and said so: a length was promised, and no end comes.
            reset(ctx, Http2Error.INTERNAL_ERROR);
            return;
        }
        var _ =
                ctx.writeAndFlush(new DefaultHttp2DataFrame(Unpooled.EMPTY_BUFFER, true))
                        .addListener(outcome -> sent(ctx, outcome.isSuccess(), answer));
    }

    private void sent(ChannelHandlerContext ctx, boolean whole, Answer answer) {
        answer.close();
        if (!whole) {
            var _ = ctx.close();
        } else if (!inputEnded) {
            reset(ctx, Http2Error.NO_ERROR);
        }
    }

    private void reset(ChannelHandlerContext ctx, Http2Error error) {
        if (!gone) {
            var _ = ctx.writeAndFlush(new DefaultHttp2ResetFrame(error));
        }
    }

    /** An answer's head is text for HTTP/1.1; here its lines become fields. */
    private Http2Headers fields(Answer answer) {
        Http2Headers fields = new DefaultHttp2Headers(false, 24);
        fields.status(Integer.toString(answer.status()));
        String text = answer.head() + edge.always(arrival) + edge.date().text();
        int at = text.indexOf(LINE_END) + LINE_END.length();
        while (at < text.length()) {
            int end = text.indexOf(LINE_END, at);
            int colon = text.indexOf(':', at);
            fields.add(
                    text.substring(at, colon).toLowerCase(Locale.ROOT),
                    text.substring(colon + 2, end));
            at = end + LINE_END.length();
        }
        return fields;
    }
}
