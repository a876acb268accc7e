package dev.plat.domains.renewal;

import dev.plat.domains.certificate.CertificateIssuer;
import dev.plat.domains.certificate.ChallengeKind;
import dev.plat.domains.schedule.budget.CaRules;

/**
 * The CA that new certificates are ordered from.
 *
 * @param challenge how names are shown to be ours; a wildcard takes dns-01 whatever stands here
 * @param rules what it lets one account do
 */
public record CaProfile(CertificateIssuer issuer, ChallengeKind challenge, CaRules rules) {

    String name() {
        return issuer.name();
    }

    ChallengeKind challenge(boolean wildcard) {
        return wildcard ? ChallengeKind.DNS_01 : challenge;
    }

    /** Whether it comes to where visitors come; a name server is ours to ask. */
    boolean visits(boolean wildcard) {
        return issuer.challenges() && challenge(wildcard) != ChallengeKind.DNS_01;
    }
}
