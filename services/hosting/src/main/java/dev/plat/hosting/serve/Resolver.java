package dev.plat.hosting.serve;

import dev.plat.hosting.index.HostIndex;
import dev.plat.hosting.index.LiveSite;
import dev.plat.hosting.index.NamedHost;
import dev.plat.resources.blob.Sha256;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
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
    private final WellKnown wellKnown;
    private final Origins origins;

    Resolver(HostIndex index, WellKnown wellKnown, Origins origins) {
        this.index = index;
        this.wellKnown = wellKnown;
        this.origins = origins;
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
    Resolved resolve(Arrival arrival, RequestHead request) {
        return switch (request.method()) {
            case "GET", "HEAD" -> locate(arrival, request);
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

    private Resolved locate(Arrival arrival, RequestHead request) {
        RequestTarget target = RequestTarget.parse(request.target(), arrival.scheme());
        String authority = target.authority().or(() -> request.fields().get("host")).orElse("");
        String host = HostName.normalise(authority);
        if (!arrival.covers(host)) {
            throw new PlatException(
                    ErrorCode.HOST_MISDIRECTED,
                    "This connection's certificate is for another host.",
                    "value",
                    host);
        }
        Optional<Answer> own = wellKnown.answer(host, target.path(), request.isHead());
        if (own.isPresent()) {
            return new Resolved.Answered(own.get());
        }
        Optional<NamedHost> named = index.names().find(host).filter(name -> name.version() > 0);
        return named.isPresent()
                ? named(arrival, request, target, named.get())
                : site(request, target, index.find(host));
    }

    /** A customer's name: one hop leads to the right name and, where it can, to HTTPS. */
    private Resolved named(
            Arrival arrival, RequestHead request, RequestTarget target, NamedHost name) {
        if (!name.routed()) {
            return new Resolved.Answered(Problems.hostUnknown(request.isHead()));
        }
        String other = name.redirectTo();
        if (other != null || (arrival instanceof Arrival.Clear && origins.secures(name.name()))) {
            String origin = origins.of(other == null ? name.name() : other);
            HeadText head =
                    new HeadText(308)
                            .field("Location", origin + target.uri())
                            .field("Cache-Control", "public, no-cache")
                            .length(0);
            return new Resolved.Answered(new Answer(308, head.toString(), List.of(), null));
        }
        Id site = name.site();
        return site(request, target, site == null ? Optional.empty() : index.find(site));
    }

    private Resolved site(RequestHead request, RequestTarget target, Optional<LiveSite> site) {
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
