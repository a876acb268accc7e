package dev.plat.domains.check;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What came out.
 *
 * @param findings what explains most comes first; empty only when {@code proofSeen} and {@code
 *     routed} are both {@link Seen#YES}
 * @param proofSeen whether all authoritative servers that answer show a proof
 * @param routed whether visitors of the name reach us
 */
public record CheckResult(List<Finding> findings, Seen proofSeen, Seen routed) {

    private static final Set<FindingCode> PROOF =
            EnumSet.of(
                    FindingCode.PROOF_MISPLACED, FindingCode.PROOF_OLD, FindingCode.PROOF_MISSING);

    public CheckResult {
        findings = List.copyOf(findings);
    }

    /** The same of a name whose proof is known otherwise. */
    public CheckResult proven() {
        List<Finding> others =
                findings.stream().filter(finding -> !PROOF.contains(finding.code())).toList();
        return new CheckResult(others, Seen.YES, routed);
    }
}
