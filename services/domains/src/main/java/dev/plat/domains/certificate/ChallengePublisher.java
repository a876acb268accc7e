package dev.plat.domains.certificate;

import dev.plat.router.core.Deadline;
import dev.plat.schemas.PlatException;
import java.util.List;

/**
 * Brings challenges to where the CA will look: edges for http-01 and tls-alpn-01, name servers for
 * dns-01. All calls may come again, after a crash also from another process.
 */
public interface ChallengePublisher {

    /**
     * Publishes all of one order, and returns when every edge or name server has confirmed.
     *
     * @throws PlatException {@code try-again} or {@code deadline-exceeded} when one has not
     */
    void publish(List<Challenge> challenges, Deadline deadline);

    /**
     * Whether the answer is there by the way that the CA will take, name look-up and all: what the
     * edges confirm proves nothing about a name that leads elsewhere.
     */
    boolean visible(Challenge challenge, Deadline deadline);

    /** Removes what {@link #publish} brought, and nothing else at the same names. */
    void withdraw(List<Challenge> challenges, Deadline deadline);
}
