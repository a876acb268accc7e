package dev.plat.domains.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.domains.check.Observations.Chain;
import dev.plat.domains.check.Observations.Delegation;
import dev.plat.domains.check.Observations.Probe;
import dev.plat.router.testkit.Seed;
import dev.plat.router.testkit.SeededTest;
import java.util.Comparator;
import java.util.List;

/** A promise of the design: whatever was seen, a customer always sees what is missing. */
class AlwaysSaysWhyTest {

    private static final List<String> RECORDS =
            List.of(
                    "A " + Planted.OURS,
                    "AAAA " + Planted.OURS_6,
                    "A 203.0.113.7",
                    "AAAA 2001:db8:f::7",
                    "CNAME " + Planted.EDGE,
                    "CNAME shop.other.net",
                    "MX 10 mail.example.com");

    private static final List<String> TEXTS =
            List.of("TXT " + Planted.VALUE, "TXT plat-verify=old", "TXT x", "CNAME edge.plat.net");

    @SeededTest(cases = 3_000)
    void whereNotAllIsInOrderThereIsAFindingWithASentence(Seed seed) {
        Planted planted =
                new Planted(
                        seed.pick(List.of("www.example.com", "example.com", "a.b.example.com")));
        spoilServers(planted, seed);
        spoilVisitors(planted, seed);

        CheckResult result = planted.check();

        boolean good = result.proofSeen() == Seen.YES && result.routed() == Seen.YES;
        assertThat(good || !result.findings().isEmpty()).isTrue();
        assertThat(result.findings())
                .isSortedAccordingTo(Comparator.comparing(Finding::code))
                .allSatisfy(finding -> assertThat(finding.sentence()).endsWith("."))
                .extracting(Finding::code)
                .doesNotHaveDuplicates();
    }

    private static void spoilServers(Planted planted, Seed seed) {
        for (String server : List.of("ns1.net", "ns2.net")) {
            if (seed.chance(0.2)) {
                planted.lame(server, seed.pick(List.of(Reply.Status.values())));
                continue;
            }
            if (seed.chance(0.4)) {
                planted.source(server, lines(seed, RECORDS));
            }
            if (seed.chance(0.4)) {
                planted.proof(server, lines(seed, TEXTS));
            }
            if (seed.chance(0.2)) {
                planted.server(server, seed.between(0, 1_000_000));
            }
        }
        if (seed.chance(0.05)) {
            planted.withoutServers();
        }
        if (seed.chance(0.05)) {
            planted.delegation(new Delegation.Missing("com"));
        }
        if (seed.chance(0.05)) {
            planted.delegation(new Delegation.Unreachable("com"));
        }
    }

    private static void spoilVisitors(Planted planted, Seed seed) {
        if (seed.chance(0.5)) {
            planted.visitors(lines(seed, RECORDS));
        }
        if (seed.chance(0.2)) {
            List<Reply.Status> all = List.of(Reply.Status.values());
            planted.resolver(seed.pick(all), seed.pick(all));
        }
        if (seed.chance(0.1)) {
            planted.visitors("CNAME a.net", "CNAME b.net")
                    .end(seed.pick(List.of(Chain.End.values())));
        }
        for (String address : List.of(Planted.OURS, "203.0.113.7", "2001:db8:f::7")) {
            if (seed.chance(0.6)) {
                planted.probe(
                        address,
                        seed.pick(
                                List.of(
                                        new Probe.Ours(),
                                        new Probe.Closed("refused"),
                                        new Probe.Foreign(200, "nginx"),
                                        new Probe.NotAsked())));
            }
        }
        if (seed.chance(0.3)) {
            planted.caaFails("www.example.com", seed.pick(List.of(Reply.Status.values())));
        }
    }

    private static String[] lines(Seed seed, List<String> from) {
        return seed.list(3, () -> seed.pick(from)).toArray(String[]::new);
    }
}
