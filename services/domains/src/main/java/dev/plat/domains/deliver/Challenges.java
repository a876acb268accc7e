package dev.plat.domains.deliver;

import dev.plat.domains.certificate.Challenge;
import dev.plat.domains.certificate.ChallengePublisher;
import dev.plat.router.core.Deadline;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Brings each kind of challenge to those who answer it. */
final class Challenges implements ChallengePublisher {

    private final EdgeChallenges edge;
    private final @Nullable ZoneTexts zones;
    private final CaView view;

    /**
     * @param zones null where this cluster answers for no zones
     */
    Challenges(EdgeChallenges edge, @Nullable ZoneTexts zones, CaView view) {
        this.edge = edge;
        this.zones = zones;
        this.view = view;
    }

    @Override
    public void publish(List<Challenge> challenges, Deadline deadline) {
        for (Challenge each : challenges) {
            switch (each.kind()) {
                case HTTP_01, TLS_ALPN_01 -> edge.publish(each, deadline);
                case DNS_01 -> zones(each).put(each.recordName(), each.recordValue(), deadline);
            }
        }
    }

    @Override
    public boolean visible(Challenge challenge, Deadline deadline) {
        return view.shows(challenge, deadline);
    }

    @Override
    public void withdraw(List<Challenge> challenges, Deadline deadline) {
        for (Challenge each : challenges) {
            switch (each.kind()) {
                case HTTP_01, TLS_ALPN_01 -> edge.withdraw(each, deadline);
                case DNS_01 -> zones(each).remove(each.recordName(), each.recordValue(), deadline);
            }
        }
    }

    private ZoneTexts zones(Challenge challenge) {
        ZoneTexts here = zones;
        if (here == null) {
            throw new PlatException(
                    ErrorCode.CONFIG_INVALID,
                    "A certificate for this name takes a zone that we answer for.",
                    "value",
                    challenge.recordName(),
                    "expected",
                    "plat.dns.provider");
        }
        return here;
    }
}
