package dev.plat.hosting.index;

import dev.plat.schemas.Id;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A customer's own name, or a wildcard over the platform's own subdomains, as of one number of its
 * bucket's feed: read whole, replaced whole.
 *
 * @param name A-labels in lower case; {@code *.} and a domain for a wildcard
 * @param mark of the last change of the name, its certificate or its challenges
 * @param version counted by the domains service; 0 when only a certificate or a challenge is known
 * @param routed whether visitors are served
 * @param site whose releases it shows; null for a redirect, a wildcard, or a name that is off
 * @param redirectTo the name that visitors are sent to instead, the other one of a pair
 * @param hsts whether browsers are told to come by HTTPS only
 * @param certificate version of the newest certificate in the tier; 0 while there is none
 * @param challenges those that are not withdrawn
 */
public record NamedHost(
        String name,
        FeedMark mark,
        long version,
        boolean routed,
        @Nullable Id site,
        @Nullable String redirectTo,
        boolean hsts,
        long certificate,
        List<Challenge> challenges) {

    public NamedHost {
        challenges = List.copyOf(challenges);
    }

    /** What answers this token; any token of an account that is asked about this name. */
    public Optional<String> httpAnswer(String token, Instant now) {
        List<Challenge> open =
                challenges.stream()
                        .filter(challenge -> challenge.open(Challenge.Kind.HTTP, now))
                        .toList();
        return open.stream()
                .filter(challenge -> challenge.token().equals(token))
                .map(Challenge::keyAuthorization)
                .findFirst()
                .or(() ->
                        open.stream()
                                .map(challenge -> token + "." + challenge.thumbprint())
                                .findFirst());
    }

    /** The challenge that a handshake may ask for. */
    public Optional<Challenge> tlsChallenge(Instant now) {
        return challenges.stream()
                .filter(challenge -> challenge.open(Challenge.Kind.TLS_ALPN, now))
                .findFirst();
    }

    boolean newerThan(NamedHost other) {
        return mark.compareTo(other.mark) > 0;
    }
}
