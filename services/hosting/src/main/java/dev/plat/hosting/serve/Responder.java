package dev.plat.hosting.serve;

import dev.plat.hosting.release.Entry;
import dev.plat.hosting.release.Manifest;
import dev.plat.hosting.release.Route;
import dev.plat.hosting.serve.Resolver.Resolved.Located;
import dev.plat.hosting.store.Depth;
import dev.plat.hosting.store.NodeStore;
import dev.plat.resources.blob.ByteRange;
import dev.plat.resources.blob.Sha256;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.util.List;
import java.util.Optional;

/**
 * The second half of a request: from a place in a release to an answer. The same steps run twice
 * when need be: on the event loop with memory alone, and, when that was not enough, on a virtual
 * thread with disk and network.
 *
 * <p>Threads: safe.
 */
final class Responder {

    private static final String CACHE_CHECKED = "public, no-cache";
    private static final String CACHE_FOR_EVER = "public, max-age=31536000, immutable";

    /** Pages that site-builder rendered contain nothing that needs more (design: hosting §9). */
    private static final String BUILDER_POLICY =
            "default-src 'none'; img-src 'self' data: https:; media-src 'self'; font-src 'self';"
                    + " style-src 'self'; script-src 'self'; connect-src 'self';"
                    + " form-action 'self'; base-uri 'none'; frame-ancestors 'self'";

    private final NodeStore store;

    Responder(NodeStore store) {
        this.store = store;
    }

    /**
     * The answer; empty only with {@link Depth#MEMORY}, when memory does not suffice.
     *
     * @throws PlatException for a request that is refused, and {@code resource-unavailable}
     */
    Optional<Answer> answer(Located place, Depth depth) {
        Optional<Manifest> manifest = store.manifest(place.site().site(), place.manifest(), depth);
        return manifest.flatMap(release -> route(place, release, depth));
    }

    private Optional<Answer> route(Located place, Manifest release, Depth depth) {
        Optional<Route> route = release.find(place.target().path());
        if (route.isEmpty()) {
            return place.target().path().startsWith(Entry.FINGERPRINT_FOLDER)
                    ? kept(place, release, place.site().kept(), depth)
                    : notFound(place, release, depth);
        }
        return switch (route.get()) {
            case Route.Serve(Entry entry) -> entry(place, release, entry, depth);
            case Route.Redirect(String path) -> Optional.of(redirect(path, place.target().query()));
        };
    }

    /**
     * An asset that the live release does not have, in those before it. A manifest that is pushed
     * out and cannot be had just now must not turn its asset into a 404.
     */
    private Optional<Answer> kept(Located place, Manifest live, List<Sha256> digests, Depth depth) {
        for (Sha256 digest : digests) {
            Optional<Manifest> older = store.manifest(place.site().site(), digest, depth);
            if (older.isEmpty()) {
                return Optional.empty();
            }
            if (older.get().find(place.target().path()).orElse(null)
                            instanceof Route.Serve(Entry entry)
                    && entry.fingerprinted()) {
                return entry(place, older.get(), entry, depth);
            }
        }
        return notFound(place, live, depth);
    }

    private Optional<Answer> entry(Located place, Manifest release, Entry entry, Depth depth) {
        String etag = etag(entry);
        Fields fields = place.request().fields();
        switch (Conditions.evaluate(fields, etag)) {
            case NOT_MODIFIED -> {
                String head = describe(304, release, entry, etag).toString();
                return Optional.of(new Answer(304, head, List.of(), null));
            }
            case FAILED -> throw preconditionFailed();
            case PROCEED -> {
                // Nothing holds it back.
            }
        }
        if (place.request().isHead()) {
            return Optional.of(Bodies.headOnly(200, describe(200, release, entry, etag), entry));
        }
        List<ByteRange> ranges =
                Conditions.rangeApplies(fields, etag)
                        ? Ranges.of(fields.get("range"), entry.size())
                        : List.of();
        return store.content(place.site().site(), entry.sha256(), depth)
                .map(content ->
                        ranges.isEmpty()
                                ? Bodies.whole(
                                        200, describe(200, release, entry, etag), entry, content)
                                : Bodies.parts(
                                        describe(206, release, entry, etag),
                                        entry,
                                        content,
                                        ranges));
    }

    /** The site's own page, whole and without a tag: conditions and ranges are for successes. */
    private Optional<Answer> notFound(Located place, Manifest release, Depth depth) {
        Optional<Entry> page = release.notFoundPage();
        boolean headOnly = place.request().isHead();
        if (page.isEmpty()) {
            return Optional.of(Problems.notFound(headOnly));
        }
        Entry entry = page.get();
        HeadText head = new HeadText(404).field("Cache-Control", CACHE_CHECKED);
        policy(head, release);
        if (headOnly) {
            return Optional.of(Bodies.headOnly(404, head, entry));
        }
        return store.content(place.site().site(), entry.sha256(), depth)
                .map(content -> Bodies.whole(404, head, entry, content));
    }

    /** All that a 200, a 206 and a 304 say alike. */
    private static HeadText describe(int status, Manifest release, Entry entry, String etag) {
        HeadText head =
                new HeadText(status)
                        .field("ETag", etag)
                        .field("Accept-Ranges", "bytes")
                        .field(
                                "Cache-Control",
                                entry.fingerprinted() ? CACHE_FOR_EVER : CACHE_CHECKED);
        if (entry.download()) {
            head.field("Content-Disposition", "attachment");
        }
        policy(head, release);
        return head;
    }

    private static void policy(HeadText head, Manifest release) {
        if (release.settings().builder()) {
            head.field("Content-Security-Policy", BUILDER_POLICY);
        }
    }

    /** Half of the digest and the coding: other codings of the same bytes will have other tags. */
    static String etag(Entry entry) {
        return '"' + entry.sha256().hex().substring(0, 32) + "-i\"";
    }

    /**
     * A path of the manifest has no empty segment, so the target can never start with two slashes.
     */
    private static Answer redirect(String path, String query) {
        HeadText head =
                new HeadText(301)
                        .field("Location", "/" + RequestTarget.escape(path) + query)
                        .field("Cache-Control", CACHE_CHECKED)
                        .length(0);
        return new Answer(301, head.toString(), List.of(), null);
    }

    private static PlatException preconditionFailed() {
        return new PlatException(
                ErrorCode.PRECONDITION_FAILED, "If-Match names another state of this file.");
    }
}
