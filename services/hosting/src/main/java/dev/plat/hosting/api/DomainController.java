package dev.plat.hosting.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.plat.chassis.BodyMax;
import dev.plat.hosting.index.Challenge;
import dev.plat.hosting.index.FeedMark;
import dev.plat.hosting.names.Names;
import dev.plat.hosting.names.Routing;
import dev.plat.hosting.tls.SealedCertificate;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.PlatException;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Put;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Customers' names, told by the domains service and by nobody else; for services only, as the
 * chassis sees to.
 */
@Controller("/internal/v1/domains/{host}")
@ExecuteOn(TaskExecutors.BLOCKING)
final class DomainController {

    private final Names names;
    private final NodeReports nodes;

    DomainController(Names names, NodeReports nodes) {
        this.names = names;
        this.nodes = nodes;
    }

    @Put
    Stored route(String host, @Body NewRouting body) {
        String site = body.site;
        Routing routing =
                new Routing(
                        body.version,
                        site == null ? null : Id.parse(IdKind.SITE, site),
                        routed(body.state),
                        body.redirectTo,
                        Boolean.TRUE.equals(body.hsts));
        return stored(host, names.route(host, routing));
    }

    @Put("/certificate")
    @BodyMax(BodyMax.DOCUMENT)
    Stored certify(String host, @Body NewCertificate body) {
        SealedCertificate certificate =
                new SealedCertificate(
                        host,
                        body.version,
                        Id.parse(IdKind.CERTIFICATE, body.certificate),
                        body.kid,
                        body.chain,
                        base64(body.sealedKey));
        return stored(host, names.certify(certificate));
    }

    @Put("/challenge")
    Stored challenge(String host, @Body NewChallenge body) {
        Challenge.Kind kind =
                Challenge.Kind.of(body.kind)
                        .orElseThrow(() ->
                                PlatException.invalidField(
                                        "kind", body.kind, "http-01 or tls-alpn-01"));
        Challenge challenge =
                new Challenge(
                        kind,
                        body.token,
                        body.keyAuthorization,
                        body.thumbprint,
                        instant(body.expires));
        return stored(host, names.challenge(host, body.version, challenge));
    }

    @Delete("/challenge/{token}")
    Stored withdraw(String host, String token) {
        return stored(host, names.withdraw(host, token));
    }

    /** Which nodes have the last of everything that was told about this name. */
    @Get("/nodes")
    NodeReports.Reached nodes(String host) {
        return nodes.reached(host, names.stored(host));
    }

    /** What this node has; the other nodes ask for it. */
    @Get("/here")
    NodeReports.Here here(String host) {
        return nodes.here(host);
    }

    private static Stored stored(String host, FeedMark mark) {
        return new Stored(new Feed(Bucket.ofName(host).number(), mark.incarnation(), mark.seq()));
    }

    private static boolean routed(String state) {
        return switch (state) {
            case "routed" -> true;
            case "off" -> false;
            default -> throw PlatException.invalidField("state", state, "routed or off");
        };
    }

    private static byte[] base64(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw PlatException.invalidField(
                            "sealedKey", text.length() + " characters", "base64 (RFC 4648 §4)")
                    .causedBy(e);
        }
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw PlatException.invalidField("expires", text, "2026-11-22T04:30:00Z").causedBy(e);
        }
    }

    /**
     * What a name is to do.
     *
     * @param state {@code routed} or {@code off}
     * @param hsts whether browsers are told to come by HTTPS only; not when it is missing
     */
    @Serdeable
    record NewRouting(
            @Nullable String site,
            long version,
            String state,
            @Nullable String redirectTo,
            @Nullable Boolean hsts) {}

    /** A certificate; {@code chain} is PEM, {@code sealedKey} base64. */
    @Serdeable
    record NewCertificate(
            long version, String certificate, String kid, String chain, String sealedKey) {}

    /** What a CA will ask for; {@code expires} is ISO 8601 in UTC. */
    @Serdeable
    record NewChallenge(
            long version,
            String kind,
            String token,
            String keyAuthorization,
            String thumbprint,
            String expires) {}

    /** Where in the feed a node finds it. */
    @Serdeable
    record Stored(Feed feed) {}

    /** A number of a bucket's feed. */
    @Serdeable
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Feed(int bucket, long incarnation, long seq) {}
}
