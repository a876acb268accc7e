package dev.plat.hosting.serve;

import dev.plat.hosting.index.HostIndex;
import dev.plat.hosting.index.LiveSite;
import dev.plat.resources.blob.Sha256;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.util.List;
import java.util.Optional;

/**
 * The first half of a request: which site's which release is meant by which path. It needs the
 * index only, so it runs on the event loop; what it finds stays with the request to its last byte.
 *
 * <p>Threads: safe; never blocks.
 */
final class Resolver {

    private static final Answer OPTIONS =
            new Answer(
                    204,
                    new HeadText(204).field("Allow", Problems.ALLOW).toString(),
                    List.of(),
                    null);

    private final HostIndex index;

    Resolver(HostIndex index) {
        this.index = index;
    }

    /** What a request came to: an answer already, or a place in a release. */
    sealed interface Resolved {

        record Answered(Answer answer) implements Resolved {}

        record Located(RequestHead request, LiveSite site, Sha256 manifest, RequestTarget target)
                implements Resolved {}
    }

    /**
     * @throws PlatException for a request that is refused
     */
    Resolved resolve(RequestHead request) {
        return switch (request.method()) {
            case "GET", "HEAD" -> locate(request);
            case "OPTIONS" -> new Resolved.Answered(OPTIONS);
            default ->
                    throw new PlatException(
                            ErrorCode.METHOD_REFUSED,
                            "Sites answer no other methods.",
                            "value",
                            request.method(),
                            "expected",
                            Problems.ALLOW);
        };
    }

    private Resolved locate(RequestHead request) {
        RequestTarget target = RequestTarget.parse(request.target());
        String authority = target.authority().or(() -> request.fields().get("host")).orElse("");
        Optional<LiveSite> site = index.find(HostName.normalise(authority));
        Optional<Sha256> manifest = site.flatMap(LiveSite::liveManifest);
        if (manifest.isEmpty() && !index.compared()) {
            throw new PlatException(ErrorCode.TRY_AGAIN, "This node does not know all sites yet.");
        }
        if (site.isEmpty() || manifest.isEmpty()) {
            return new Resolved.Answered(Problems.hostUnknown(request.isHead()));
        }
        return new Resolved.Located(request, site.get(), manifest.get(), target);
    }
}
