package dev.plat.resources.server.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.DefaultFileRegion;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;

/**
 * Writes answers and waits until they are with the operating system; a peer that stands still is
 * cut off by {@link Inbound}. Files go out without passing through this process's memory.
 */
final class AnswerWriter {

    private final Channel channel;

    AnswerWriter(Channel channel) {
        this.channel = channel;
    }

    void write(Answer answer, boolean keepAlive) throws InterruptedException {
        if (!keepAlive) {
            answer.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        ChannelFuture written =
                switch (answer) {
                    case Answer.InMemory memory -> write(memory);
                    case Answer.FromFile file -> write(file);
                };
        written.await();
    }

    private ChannelFuture write(Answer.InMemory answer) {
        HttpHeaders headers = answer.headers();
        boolean bodiless = answer.status().equals(HttpResponseStatus.NOT_MODIFIED);
        if (!bodiless && !headers.contains(HttpHeaderNames.CONTENT_LENGTH)) {
            headers.set(HttpHeaderNames.CONTENT_LENGTH, answer.body().readableBytes());
        }
        return channel.writeAndFlush(
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1,
                        answer.status(),
                        answer.body(),
                        headers,
                        EmptyHttpHeaders.INSTANCE));
    }

    private ChannelFuture write(Answer.FromFile answer) {
        // A failed write closes the connection, which the last one then tells.
        var _ =
                channel.write(
                        new DefaultHttpResponse(
                                HttpVersion.HTTP_1_1, answer.status(), answer.headers()));
        // The region owns the file from here on and closes it, written or not.
        var _ =
                channel.write(
                        new DefaultFileRegion(
                                answer.blob().channel(),
                                answer.part().first(),
                                answer.part().length()));
        return channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
    }
}
