package dev.plat.hosting.serve;

import dev.plat.hosting.index.HostIndex;
import dev.plat.hosting.index.NamedHost;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The paths that answer for the platform and not for a site: a CA's challenge (RFC 8555 §8.3), and
 * the probe by which the domains service sees that a name leads here, also through somebody's CDN.
 * Both come before any redirect and answer only for names that are known.
 *
 * <p>Threads: safe; never blocks.
 */
final class WellKnown {

    private static final String CHALLENGE = ".well-known/acme-challenge/";
    private static final String PROBE = ".plat/probe/";
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{16,128}");

    private final HostIndex index;
    private final ProbeKey probe;
    private final InstantSource clock;

    WellKnown(HostIndex index, ProbeKey probe, InstantSource clock) {
        this.index = index;
        this.probe = probe;
        this.clock = clock;
    }

    Optional<Answer> answer(String host, String path, boolean headOnly) {
        if (path.startsWith(CHALLENGE)) {
            return token(path, CHALLENGE)
                    .flatMap(token -> challenge(host, token))
                    .map(text -> plain("application/octet-stream", text, headOnly));
        }
        if (path.startsWith(PROBE) && known(host)) {
            return token(path, PROBE)
                    .map(nonce -> plain("text/plain", probe.answer(host, nonce), headOnly));
        }
        return Optional.empty();
    }

    private Optional<String> challenge(String host, String token) {
        return index.names().find(host).flatMap(name -> name.httpAnswer(token, clock.instant()));
    }

    private boolean known(String host) {
        return index.names().find(host).filter(NamedHost::routed).isPresent()
                || index.find(host).isPresent();
    }

    private static Optional<String> token(String path, String folder) {
        return Optional.of(path.substring(folder.length()))
                .filter(token -> TOKEN.matcher(token).matches());
    }

    private static Answer plain(String type, String text, boolean headOnly) {
        byte[] body = text.getBytes(StandardCharsets.US_ASCII);
        HeadText head =
                new HeadText(200)
                        .field("Content-Type", type)
                        .field("Cache-Control", "no-store")
                        .length(body.length);
        List<Segment> segments = headOnly ? List.of() : List.of(Segment.Memory.of(body));
        return new Answer(200, head.toString(), segments, null);
    }
}
