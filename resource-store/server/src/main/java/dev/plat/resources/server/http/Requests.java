package dev.plat.resources.server.http;

import dev.plat.resources.blob.BlobInfo;
import dev.plat.resources.blob.Body;
import dev.plat.resources.blob.PutResult;
import dev.plat.resources.blob.ResourceKey;
import dev.plat.resources.engine.DiskEngine;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * What the data port does. All checks come before the body is asked for, in this order: head, path,
 * ticket, tier and node, limits, what is here already, space. Threads: safe; blocking.
 */
final class Requests {

    private static final String RESOURCE = "/v1/r/";
    private static final String HEADS = "/v1/head";
    private static final int KEY_LINE = 65;

    private final DiskEngine engine;
    private final Gate gate;
    private final PortLimits limits;
    private final Budget budget;
    private final Reads reads;

    Requests(DiskEngine engine, Gate gate, PortLimits limits) {
        this.engine = engine;
        this.gate = gate;
        this.limits = limits;
        this.budget = new Budget(limits.inFlightBytesMax());
        this.reads = new Reads(engine);
    }

    /** Opens the body of a request once its checks have passed. */
    interface BodySource {
        RequestBody open(long length);
    }

    /** A resource in memory is given back to the budget when the answer is on its way. */
    record Work(Answer answer, Runnable afterwards) {}

    Work answer(HttpRequest request, BodySource bodies) {
        if (request.headers().size() > limits.fieldsMax()) {
            throw new PlatException(
                    ErrorCode.HEAD_TOO_LARGE,
                    "The request has too many fields.",
                    "value",
                    request.headers().size(),
                    "expected",
                    limits.fieldsMax());
        }
        String path = request.uri();
        if (path.startsWith(RESOURCE)) {
            return resource(request, path.substring(RESOURCE.length()), bodies);
        }
        if (path.equals(HEADS)) {
            expectMethod(request, HttpMethod.POST);
            gate.check(request.headers());
            return new Work(heads(request, bodies), () -> {});
        }
        throw new PlatException(ErrorCode.NOT_FOUND, "There is nothing under this path.");
    }

    private Work resource(HttpRequest request, String keyText, BodySource bodies) {
        expectMethod(request, HttpMethod.PUT, HttpMethod.GET, HttpMethod.HEAD);
        ResourceKey key = new ResourceKey(keyText);
        gate.check(request.headers());
        if (request.method().equals(HttpMethod.PUT)) {
            return new Work(put(key, request, bodies), () -> {});
        }
        if (request.method().equals(HttpMethod.HEAD)) {
            return new Work(reads.head(key.locator(), request.headers()), () -> {});
        }
        Budget.Share share = budget.take(DiskEngine.SMALL_MAX);
        try {
            return new Work(reads.get(key.locator(), request.headers()), share::close);
        } catch (RuntimeException e) {
            share.close();
            throw e;
        }
    }

    private Answer put(ResourceKey key, HttpRequest request, BodySource bodies) {
        BlobInfo info = Fields.info(request.headers());
        if (engine.admit(key.locator(), info)) {
            return stored(HttpResponseStatus.OK, info);
        }
        try (Budget.Share _ = budget.take((int) Math.min(info.length(), DiskEngine.SMALL_MAX))) {
            Body body = Body.of(info.length(), bodies.open(info.length()));
            PutResult result = engine.put(key.locator(), info, body);
            return stored(
                    switch (result) {
                        case STORED -> HttpResponseStatus.CREATED;
                        case PRESENT -> HttpResponseStatus.OK;
                    },
                    info);
        }
    }

    private Answer heads(HttpRequest request, BodySource bodies) {
        long length = Fields.length(request.headers());
        if (length > (long) limits.keysMax() * KEY_LINE) {
            throw new PlatException(
                    ErrorCode.BODY_TOO_LARGE,
                    "The list names too many keys.",
                    "value",
                    length,
                    "expected",
                    limits.keysMax() * KEY_LINE);
        }
        StringBuilder lines = new StringBuilder();
        try (Budget.Share _ = budget.take((int) length)) {
            String keys = new String(bodies.open(length).readAllBytes(), StandardCharsets.US_ASCII);
            keys.lines().forEach(line -> lines.append(reads.state(line)).append('\n'));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        HttpHeaders headers = new DefaultHttpHeaders();
        headers.set(HttpHeaderNames.CONTENT_TYPE, "text/plain");
        return new Answer.InMemory(
                HttpResponseStatus.OK,
                headers,
                Unpooled.copiedBuffer(lines, StandardCharsets.US_ASCII));
    }

    private static Answer stored(HttpResponseStatus status, BlobInfo info) {
        HttpHeaders headers = new DefaultHttpHeaders();
        headers.set(HttpHeaderNames.ETAG, '"' + info.sha256().hex() + '"');
        return Answer.empty(status, headers);
    }

    private static void expectMethod(HttpRequest request, HttpMethod... allowed) {
        for (HttpMethod method : allowed) {
            if (method.equals(request.method())) {
                return;
            }
        }
        throw new PlatException(
                ErrorCode.METHOD_REFUSED,
                "This path does not take this method.",
                "value",
                request.method().name(),
                "expected",
                String.join(", ", java.util.Arrays.stream(allowed).map(HttpMethod::name).toList()));
    }
}
