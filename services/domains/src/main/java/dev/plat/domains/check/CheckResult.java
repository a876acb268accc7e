package dev.plat.domains.check;

import java.util.List;

/**
 * What came out.
 *
 * @param findings what explains most comes first; empty only when {@code proofSeen} and {@code
 *     routed} are both {@link Seen#YES}
 * @param proofSeen whether all authoritative servers that answer show a proof
 * @param routed whether visitors of the name reach us
 */
public record CheckResult(List<Finding> findings, Seen proofSeen, Seen routed) {

    public CheckResult {
        findings = List.copyOf(findings);
    }
}
