package dev.plat.resources.client;

import dev.plat.resources.blob.ByteRange;
import dev.plat.resources.blob.ResourceKey;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** Reads resources slice by slice, each slice hedged and verified by itself. Threads: safe. */
final class SliceReader {

    private final FileNodeClient client;
    private final Owners owners;
    private final NodeWatch watch;
    private final Duration hedgeAfter;
    private final InFlightBytes inFlight;

    SliceReader(
            FileNodeClient client,
            Owners owners,
            NodeWatch watch,
            Duration hedgeAfter,
            InFlightBytes inFlight) {
        this.client = client;
        this.owners = owners;
        this.watch = watch;
        this.hedgeAfter = hedgeAfter;
        this.inFlight = inFlight;
    }

    Optional<Read> read(ResourceKey key, ByteRange range) {
        return slice(key, Slice.start(range.first())).map(first -> read(key, range, first));
    }

    private Read read(ResourceKey key, ByteRange range, Slice first) {
        ByteRange part = range.clampTo(first.info().length());
        InputStream stream =
                part.length() == 0
                        ? InputStream.nullInputStream()
                        : new SliceStream(first, part, from -> next(key, from));
        return new Read(first.info(), part, stream);
    }

    private Slice next(ResourceKey key, long from) {
        return slice(key, from)
                .orElseThrow(() ->
                        new PlatException(
                                ErrorCode.RESOURCE_UNAVAILABLE,
                                "The resource went away while it was read.",
                                "resource",
                                key.toString()));
    }

    private Optional<Slice> slice(ResourceKey key, long first) {
        inFlight.take(Slice.BYTES);
        try {
            HedgedCall<Slice> call =
                    new HedgedCall<>(
                            watch,
                            hedgeAfter,
                            node -> client.slice(node, key, first, Slice.BYTES),
                            response -> verified(response, first));
            return call.run(key.locator(), owners.of(key.locator()));
        } catch (PlatException e) {
            if (e.code() == ErrorCode.RESOURCE_UNAVAILABLE) {
                owners.suspectStale();
            }
            throw e;
        } finally {
            inFlight.give(Slice.BYTES);
        }
    }

    private static Slice verified(HttpResponse<byte[]> response, long first) {
        return switch (response.statusCode()) {
            case 206 -> Slice.of(response, first);
            case 416 -> Slice.beyondEnd(response, first);
            default ->
                    throw new PlatException(
                            ErrorCode.RESOURCE_UNAVAILABLE,
                            "A node refused to send the resource.",
                            "value",
                            ProblemCode.of(response));
        };
    }
}
