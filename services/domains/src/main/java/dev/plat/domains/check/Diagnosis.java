package dev.plat.domains.check;

import dev.plat.domains.check.Observations.Delegation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Makes findings of what was seen, and asks nobody. Each judge below looks at one side; what is
 * only the consequence of another finding is left out here, and the rest is put in the order in
 * which it explains.
 *
 * <p>Threads: safe.
 */
final class Diagnosis {

    private final Platform platform;

    Diagnosis(Platform platform) {
        this.platform = platform;
    }

    CheckResult of(CheckRequest request, Observations seen) {
        if (seen.delegation() instanceof Delegation.Missing missing) {
            return new CheckResult(
                    List.of(missing(request, missing, seen.holds())), Seen.NO, Seen.NO);
        }
        ProofJudge proofs = new ProofJudge(request, seen);
        AddressJudge addresses = new AddressJudge(platform, request.name(), seen);
        List<Finding> findings = new ArrayList<>();
        findings.addAll(proofs.findings());
        findings.addAll(addresses.findings());
        findings.addAll(CaaJudge.findings(platform, request, seen.caa()));
        findings.addAll(ServerJudge.findings(platform, request, seen, !findings.isEmpty()));
        withoutConsequences(findings, seen);

        boolean good = proofs.seen() == Seen.YES && addresses.routed() == Seen.YES;
        if (findings.isEmpty() && !good) {
            findings.add(unknown(request));
        }
        findings.sort(Comparator.comparing(Finding::code));
        return new CheckResult(findings, proofs.seen(), addresses.routed());
    }

    private static Finding missing(
            CheckRequest request, Delegation.Missing missing, Set<String> holds) {
        String domain = request.name().registeredDomain();
        return holds.isEmpty()
                ? Finding.of(
                        FindingCode.NAME_MISSING,
                        domain
                                + " is not registered: the servers of "
                                + missing.parent()
                                + " do not know it. Buy it, or check the spelling.")
                : new Finding(
                        FindingCode.NAME_ON_HOLD,
                        domain
                                + " is registered, but suspended: the registrar says why and lifts"
                                + " it.",
                        List.of(),
                        holds.stream().sorted().toList());
    }

    private static void withoutConsequences(List<Finding> findings, Observations seen) {
        Set<FindingCode> found = EnumSet.noneOf(FindingCode.class);
        findings.forEach(finding -> found.add(finding.code()));
        if (found.contains(FindingCode.DNSSEC_BROKEN) || found.contains(FindingCode.CNAME_BROKEN)) {
            // No look-up succeeds then, whatever it is for; a set that was found still counts.
            findings.removeIf(finding ->
                    finding.code() == FindingCode.CAA_FORBIDS && finding.wanted().isEmpty());
        }
        boolean silent = seen.servers().stream().noneMatch(Observations.ServerView::proper);
        if (found.contains(FindingCode.SERVER_LAME) && silent) {
            findings.removeIf(finding -> finding.code().compareTo(FindingCode.SERVER_LAME) > 0);
        }
    }

    /** Nothing is wrong that we know of, and yet we do not know that all is right. */
    private static Finding unknown(CheckRequest request) {
        return Finding.of(
                FindingCode.SERVER_LAME,
                "No full answer about "
                        + request.name().ascii()
                        + " came in time. It is asked again.");
    }
}
