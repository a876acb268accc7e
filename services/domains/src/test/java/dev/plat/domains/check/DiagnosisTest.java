package dev.plat.domains.check;

import static dev.plat.domains.check.FindingCode.ADDRESS_FOREIGN;
import static dev.plat.domains.check.FindingCode.ADDRESS_MISSING;
import static dev.plat.domains.check.FindingCode.ANSWER_FOREIGN;
import static dev.plat.domains.check.FindingCode.CAA_FORBIDS;
import static dev.plat.domains.check.FindingCode.CNAME_BROKEN;
import static dev.plat.domains.check.FindingCode.CNAME_CONFLICT;
import static dev.plat.domains.check.FindingCode.DNSSEC_BROKEN;
import static dev.plat.domains.check.FindingCode.HTTPS_RECORD_FOREIGN;
import static dev.plat.domains.check.FindingCode.IPV6_FOREIGN;
import static dev.plat.domains.check.FindingCode.NAME_MISSING;
import static dev.plat.domains.check.FindingCode.NAME_ON_HOLD;
import static dev.plat.domains.check.FindingCode.PORT_80_CLOSED;
import static dev.plat.domains.check.FindingCode.PROOF_MISPLACED;
import static dev.plat.domains.check.FindingCode.PROOF_MISSING;
import static dev.plat.domains.check.FindingCode.PROOF_OLD;
import static dev.plat.domains.check.FindingCode.SERVERS_DISAGREE;
import static dev.plat.domains.check.FindingCode.SERVER_LAME;
import static dev.plat.domains.check.FindingCode.TTL_WAIT;
import static dev.plat.domains.check.Planted.EDGE;
import static dev.plat.domains.check.Planted.OURS;
import static dev.plat.domains.check.Planted.VALUE;
import static dev.plat.domains.check.Reply.Status.ANSWERED;
import static dev.plat.domains.check.Reply.Status.MALFORMED;
import static dev.plat.domains.check.Reply.Status.NO_ADDRESS;
import static dev.plat.domains.check.Reply.Status.PRIVATE_ADDRESS;
import static dev.plat.domains.check.Reply.Status.REFUSED;
import static dev.plat.domains.check.Reply.Status.SERVER_FAILURE;
import static dev.plat.domains.check.Reply.Status.SILENT;
import static dev.plat.domains.check.Seen.NO;
import static dev.plat.domains.check.Seen.UNKNOWN;
import static dev.plat.domains.check.Seen.YES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.domains.check.Observations.Chain;
import dev.plat.domains.check.Observations.Delegation;
import dev.plat.domains.check.Observations.Probe;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Set-ups as people make them, each with the findings it must give, the telling one first. */
class DiagnosisTest {

    private static final String FOREIGN = "203.0.113.7";
    private static final String FOREIGN_6 = "2001:db8:f::7";

    record Case(
            String what,
            Planted planted,
            Seen proof,
            Seen routed,
            List<FindingCode> codes,
            String sentence) {
        @Override
        public String toString() {
            return what;
        }
    }

    private static Case of(
            String what, Planted planted, Seen proof, Seen routed, String part, FindingCode... c) {
        return new Case(what, planted, proof, routed, List.of(c), part);
    }

    private static Planted www() {
        return new Planted("www.example.com");
    }

    private static Planted bare() {
        return new Planted("example.com");
    }

    private static Planted fresh() {
        return www().everywhere().proof("*");
    }

    static Stream<Case> good() {
        return Stream.of(
                of("www by CNAME", www(), YES, YES, ""),
                of("bare name by addresses", bare(), YES, YES, ""),
                of("www by addresses", www().everywhere("A " + OURS), YES, YES, ""),
                of(
                        "a CDN in front",
                        www().everywhere("A " + FOREIGN).probe(FOREIGN, new Probe.Ours()),
                        YES,
                        YES,
                        ""),
                of(
                        "a CDN whose IPv6 we cannot ask",
                        www().everywhere("A " + FOREIGN, "AAAA " + FOREIGN_6)
                                .probe(FOREIGN, new Probe.Ours())
                                .probe(FOREIGN_6, new Probe.NotAsked()),
                        YES,
                        YES,
                        ""),
                of(
                        "a CDN with an HTTPS record of its own",
                        www().everywhere("A " + FOREIGN)
                                .probe(FOREIGN, new Probe.Ours())
                                .https("HTTPS 1 . " + FOREIGN),
                        YES,
                        YES,
                        ""),
                of(
                        "our value among other texts",
                        www().proof("*", "TXT v=spf1 -all", "TXT " + VALUE),
                        YES,
                        YES,
                        ""),
                of(
                        "the value of before, still valid",
                        www().proof("*", "TXT plat-verify=still"),
                        YES,
                        YES,
                        ""),
                of(
                        "serials differ for ever at some providers",
                        www().server("ns2.net", 41),
                        YES,
                        YES,
                        ""),
                of(
                        "delegated to the account's own servers",
                        bare().proof("*").ownServers("ns1.net", "ns2.net"),
                        YES,
                        YES,
                        ""),
                of(
                        "CAA allows us",
                        www().caa("www.example.com")
                                .caa("example.com", "CAA 0 issue letsencrypt.org"),
                        YES,
                        YES,
                        ""),
                of(
                        "CAA allows us among others",
                        www().caa(
                                        "example.com",
                                        "CAA 0 issue digicert.com",
                                        "CAA 0 issue LetsEncrypt.org"),
                        YES,
                        YES,
                        ""),
                of(
                        "CAA without issue",
                        www().caa("example.com", "CAA 0 iodef mailto:a@example.com"),
                        YES,
                        YES,
                        ""),
                of(
                        "the lower CAA set counts, not the upper",
                        www().caa("www.example.com", "CAA 0 issue letsencrypt.org")
                                .caa("example.com", "CAA 0 issue digicert.com"),
                        YES,
                        YES,
                        ""),
                of(
                        "CAA names our account and way",
                        www().caa(
                                        "example.com",
                                        "CAA 0 issue letsencrypt.org; accounturi=https://ca.test/acct/7;"
                                                + " validationmethods=dns-01,http-01"),
                        YES,
                        YES,
                        ""),
                of(
                        "issuewild is not about a plain name",
                        www().caa("example.com", "CAA 0 issuewild ;"),
                        YES,
                        YES,
                        ""),
                of(
                        "the local CA does not ask for CAA",
                        www().localCa().caa("example.com", "CAA 0 issue digicert.com"),
                        YES,
                        YES,
                        ""),
                of("an HTTPS record for the name itself", www().https("HTTPS 1 ."), YES, YES, ""));
    }

    static Stream<Case> broken() {
        return Stream.of(
                of(
                        "not registered",
                        fresh().delegation(new Delegation.Missing("com")),
                        NO,
                        NO,
                        "example.com is not registered",
                        NAME_MISSING),
                of(
                        "suspended",
                        fresh().delegation(new Delegation.Missing("com")).holds("client hold"),
                        NO,
                        NO,
                        "suspended",
                        NAME_ON_HOLD),
                of(
                        "the top-level domain is silent",
                        www().withoutServers()
                                .delegation(new Delegation.Unreachable("com"))
                                .resolver(SILENT, SILENT),
                        UNKNOWN,
                        UNKNOWN,
                        "servers of com did not answer us",
                        SERVER_LAME),
                of(
                        "a DS of keys that are gone",
                        www().resolver(SERVER_FAILURE, ANSWERED),
                        YES,
                        NO,
                        "remove this DS",
                        DNSSEC_BROKEN),
                of(
                        "the same, with CAA failing for it",
                        www().resolver(SERVER_FAILURE, ANSWERED)
                                .caaFails("www.example.com", SERVER_FAILURE),
                        YES,
                        NO,
                        "remove this DS",
                        DNSSEC_BROKEN),
                of(
                        "one server has the proof, one not yet",
                        www().proof("ns2.net").server("ns2.net", 41),
                        UNKNOWN,
                        YES,
                        "ns2.net still gives the old answer (serial 41, the others 42)",
                        SERVERS_DISAGREE),
                of(
                        "the same with one serial",
                        www().proof("ns2.net"),
                        UNKNOWN,
                        YES,
                        "another answer",
                        SERVERS_DISAGREE),
                of(
                        "one server has the old address",
                        www().source("ns1.net", "A " + FOREIGN)
                                .server("ns1.net", 4294967295L)
                                .server("ns2.net", 3)
                                .visitors("A " + FOREIGN),
                        YES,
                        NO,
                        "ns1.net still gives the old answer (serial 4294967295, the others 3)",
                        SERVERS_DISAGREE,
                        ADDRESS_FOREIGN),
                of(
                        "proof missing, and serials on their way",
                        www().proof("*").server("ns1.net", 41),
                        NO,
                        YES,
                        "still gives the old answer",
                        SERVERS_DISAGREE,
                        PROOF_MISSING),
                of(
                        "a server refuses",
                        www().lame("ns1.net", REFUSED),
                        YES,
                        YES,
                        "ns1.net (192.0.2.1) refuses",
                        SERVER_LAME),
                of(
                        "a server without the zone",
                        www().notAuthoritative("ns1.net"),
                        YES,
                        YES,
                        "does not hold the zone example.com",
                        SERVER_LAME),
                of(
                        "a server that talks nonsense",
                        www().lame("ns2.net", MALFORMED),
                        YES,
                        YES,
                        "no DNS answer",
                        SERVER_LAME),
                of(
                        "a silent server",
                        www().lame("ns2.net", SILENT),
                        YES,
                        YES,
                        "does not answer",
                        SERVER_LAME),
                of(
                        "a server without address",
                        www().lame("ns2.net", NO_ADDRESS),
                        YES,
                        YES,
                        "no address",
                        SERVER_LAME),
                of(
                        "a server at home",
                        www().lame("ns2.net", PRIVATE_ADDRESS),
                        YES,
                        YES,
                        "nobody outside can reach",
                        SERVER_LAME),
                of(
                        "circle and failing CAA",
                        www().everywhere("CNAME a.example.com")
                                .visitors("CNAME a.example.com", "CNAME www.example.com")
                                .caaFails("www.example.com", SERVER_FAILURE)
                                .end(Chain.End.LOOP),
                        YES,
                        NO,
                        "circle",
                        CNAME_BROKEN),
                of(
                        "a failing server",
                        www().lame("ns2.net", SERVER_FAILURE),
                        YES,
                        YES,
                        "SERVFAIL",
                        SERVER_LAME),
                of(
                        "all servers refuse",
                        www().lame("ns1.net", REFUSED)
                                .lame("ns2.net", REFUSED)
                                .resolver(SERVER_FAILURE, SERVER_FAILURE)
                                .caaFails("www.example.com", SERVER_FAILURE),
                        UNKNOWN,
                        UNKNOWN,
                        "ns1.net (192.0.2.1) refuses",
                        SERVER_LAME),
                of(
                        "delegated to nobody",
                        www().withoutServers().resolver(SERVER_FAILURE, SERVER_FAILURE),
                        UNKNOWN,
                        UNKNOWN,
                        "delegated to no name server",
                        SERVER_LAME),
                of(
                        "our resolver is down",
                        www().resolver(SILENT, SILENT),
                        YES,
                        UNKNOWN,
                        "asked again",
                        SERVER_LAME),
                of(
                        "CNAME at the bare name",
                        bare().everywhere("CNAME " + EDGE).visitors("CNAME " + EDGE, "A " + OURS),
                        YES,
                        YES,
                        "beside the SOA",
                        CNAME_CONFLICT),
                of(
                        "CNAME beside MX",
                        www().source("*", "CNAME " + EDGE, "MX 10 mail.example.com"),
                        YES,
                        YES,
                        "beside other records of www.example.com",
                        CNAME_CONFLICT),
                of(
                        "CNAME beside A",
                        www().source("*", "CNAME " + EDGE, "A " + FOREIGN),
                        YES,
                        YES,
                        "beside other records",
                        CNAME_CONFLICT),
                of(
                        "CNAME at the top of a delegated www",
                        www().zone("www.example.com"),
                        YES,
                        YES,
                        "beside the SOA",
                        CNAME_CONFLICT),
                of(
                        "CNAMEs in a circle",
                        www().everywhere("CNAME a.example.com")
                                .visitors("CNAME a.example.com", "CNAME www.example.com")
                                .end(Chain.End.LOOP),
                        YES,
                        NO,
                        "circle",
                        CNAME_BROKEN),
                of(
                        "the same, where the resolver fails",
                        www().everywhere("CNAME a.example.com")
                                .visitors("CNAME a.example.com", "CNAME www.example.com")
                                .resolver(SERVER_FAILURE, SERVER_FAILURE)
                                .end(Chain.End.LOOP),
                        YES,
                        NO,
                        "circle",
                        CNAME_BROKEN),
                of(
                        "nine hops",
                        www().everywhere("CNAME a.example.com")
                                .visitors(
                                        "CNAME a", "CNAME b", "CNAME c", "CNAME d", "CNAME e",
                                        "CNAME f", "CNAME g", "CNAME h", "CNAME i")
                                .end(Chain.End.TOO_LONG),
                        YES,
                        NO,
                        "too many",
                        CNAME_BROKEN),
                of(
                        "CNAME to a name that is gone",
                        www().everywhere("CNAME old.hoster.net"),
                        YES,
                        NO,
                        "points at old.hoster.net, which does not exist",
                        CNAME_BROKEN),
                of(
                        "CNAME with our name misspelt",
                        www().everywhere("CNAME egde.plat.net"),
                        YES,
                        NO,
                        "points at egde.plat.net",
                        CNAME_BROKEN),
                of(
                        "nothing set yet",
                        fresh(),
                        NO,
                        NO,
                        "is missing",
                        PROOF_MISSING,
                        ADDRESS_MISSING),
                of(
                        "only the proof set",
                        www().everywhere(),
                        YES,
                        NO,
                        "no address yet",
                        ADDRESS_MISSING),
                of("only the address set", www().proof("*"), NO, YES, "is missing", PROOF_MISSING),
                of(
                        "another text at the place",
                        www().proof("*", "TXT something"),
                        NO,
                        YES,
                        "has another value",
                        PROOF_MISSING),
                of(
                        "the value in quotes",
                        www().proof("*", "TXT \"" + VALUE + "\""),
                        NO,
                        YES,
                        "has another value",
                        PROOF_MISSING),
                of(
                        "the value with a blank",
                        www().proof("*", "TXT " + VALUE + " "),
                        NO,
                        YES,
                        "has another value",
                        PROOF_MISSING),
                of(
                        "a former value",
                        www().proof("*", "TXT plat-verify=old"),
                        NO,
                        YES,
                        "from before",
                        PROOF_OLD),
                of(
                        "the provider appended the domain",
                        www().proof("*").misplaced("_plat-q7.www.example.com.example.com"),
                        NO,
                        YES,
                        "Enter only _plat-q7.www there",
                        PROOF_MISPLACED),
                of(
                        "a wildcard CNAME at the place",
                        www().proof("*", "CNAME " + EDGE),
                        NO,
                        YES,
                        "perhaps a wildcard's",
                        PROOF_MISSING),
                of(
                        "a CNAME at the place that leads to the value",
                        www().proof("*", "CNAME " + EDGE, "TXT " + VALUE),
                        NO,
                        YES,
                        "A CNAME",
                        PROOF_MISSING),
                of(
                        "two of three own servers are not the two",
                        bare().proof("*").ownServers("ns1.net", "ns3.net"),
                        NO,
                        YES,
                        "is missing",
                        PROOF_MISSING),
                of(
                        "own servers of a zone below prove nothing above",
                        www().zone("www.example.com")
                                .source("*", "A " + OURS)
                                .proof("*")
                                .ownServers("ns1.net", "ns2.net"),
                        NO,
                        YES,
                        "is missing",
                        PROOF_MISSING),
                of(
                        "bare name without address",
                        bare().everywhere(),
                        YES,
                        NO,
                        "no address",
                        ADDRESS_MISSING),
                of(
                        "only AAAA",
                        bare().everywhere("AAAA " + Planted.OURS_6),
                        YES,
                        YES,
                        "no IPv4",
                        ADDRESS_MISSING),
                of(
                        "at the old hoster",
                        www().everywhere("A " + FOREIGN)
                                .probe(FOREIGN, new Probe.Foreign(200, "Apache")),
                        YES,
                        NO,
                        "remove A 203.0.113.7",
                        ADDRESS_FOREIGN,
                        ANSWER_FOREIGN),
                of(
                        "CNAME to somebody else",
                        www().everywhere("CNAME shop.other.net")
                                .visitors("CNAME shop.other.net", "A " + FOREIGN),
                        YES,
                        NO,
                        "points at shop.other.net, which is not ours",
                        ADDRESS_FOREIGN),
                of(
                        "ours and a forgotten one",
                        bare().everywhere("A " + OURS, "A " + FOREIGN),
                        YES,
                        NO,
                        "part of the visitors land there",
                        ADDRESS_FOREIGN),
                of(
                        "a CDN that does not pass on",
                        www().everywhere("A " + FOREIGN)
                                .probe(FOREIGN, new Probe.Foreign(403, "cloudflare")),
                        YES,
                        NO,
                        "",
                        ADDRESS_FOREIGN,
                        ANSWER_FOREIGN),
                of(
                        "a server of one's own with port 80 closed",
                        www().everywhere("A " + FOREIGN)
                                .probe(FOREIGN, new Probe.Closed("connection refused")),
                        YES,
                        NO,
                        "",
                        ADDRESS_FOREIGN,
                        PORT_80_CLOSED),
                of(
                        "our own edge behind a firewall",
                        bare().probe(OURS, new Probe.Closed("connection refused")),
                        YES,
                        YES,
                        "port 80 of 198.51.100.1",
                        PORT_80_CLOSED),
                of(
                        "a forgotten AAAA",
                        bare().everywhere("A " + OURS, "AAAA " + FOREIGN_6),
                        YES,
                        NO,
                        "Remove AAAA 2001:db8:f::7",
                        IPV6_FOREIGN),
                of(
                        "a CDN that passes on by IPv4 only",
                        www().everywhere("A " + FOREIGN, "AAAA " + FOREIGN_6)
                                .probe(FOREIGN, new Probe.Ours())
                                .probe(FOREIGN_6, new Probe.Foreign(404, "")),
                        YES,
                        NO,
                        "Remove AAAA",
                        IPV6_FOREIGN),
                of(
                        "an HTTPS record with an old hint",
                        www().https("HTTPS 1 . " + FOREIGN),
                        YES,
                        YES,
                        "past its addresses",
                        HTTPS_RECORD_FOREIGN),
                of(
                        "an HTTPS record to elsewhere",
                        bare().https("HTTPS 0 cdn.other.net"),
                        YES,
                        YES,
                        "past its addresses",
                        HTTPS_RECORD_FOREIGN),
                of(
                        "right at the source, old in caches",
                        www().visitors("A " + FOREIGN),
                        YES,
                        NO,
                        "until 2026-05-04T14:05:00Z",
                        TTL_WAIT),
                of(
                        "the bare name likewise",
                        bare().visitors("A " + FOREIGN).ttl(3600),
                        YES,
                        NO,
                        "until 2026-05-04T15:00:00Z",
                        TTL_WAIT),
                of(
                        "caches remember that there was nothing",
                        www().visitors().ttl(120),
                        YES,
                        NO,
                        "until 2026-05-04T14:02:00Z",
                        TTL_WAIT),
                of(
                        "caches remember a dead CNAME",
                        www().visitors("CNAME old.hoster.net"),
                        YES,
                        NO,
                        "all name servers give the new answer",
                        TTL_WAIT),
                of(
                        "CAA names another CA",
                        www().caa("www.example.com").caa("example.com", "CAA 0 issue digicert.com"),
                        YES,
                        YES,
                        "The CAA set of example.com allows only digicert.com",
                        CAA_FORBIDS),
                of(
                        "CAA names nobody",
                        www().caa("example.com", "CAA 0 issue ;"),
                        YES,
                        YES,
                        "lets no CA sign",
                        CAA_FORBIDS),
                of(
                        "CAA at the name itself",
                        www().caa("www.example.com", "CAA 0 issue sectigo.com")
                                .caa("example.com", "CAA 0 issue letsencrypt.org"),
                        YES,
                        YES,
                        "www.example.com allows only",
                        CAA_FORBIDS),
                of(
                        "CAA names another account",
                        www().caa(
                                        "example.com",
                                        "CAA 0 issue letsencrypt.org; accounturi=https://ca.test/acct/8"),
                        YES,
                        YES,
                        "another account",
                        CAA_FORBIDS),
                of(
                        "CAA names our account twice",
                        www().caa(
                                        "example.com",
                                        "CAA 0 issue letsencrypt.org; accounturi=https://ca.test/acct/7;"
                                                + " accounturi=https://ca.test/acct/7"),
                        YES,
                        YES,
                        "another account",
                        CAA_FORBIDS),
                of(
                        "CAA wants another way",
                        www().caa(
                                        "example.com",
                                        "CAA 0 issue letsencrypt.org; validationmethods=dns-01"),
                        YES,
                        YES,
                        "another way",
                        CAA_FORBIDS),
                of(
                        "CAA with a malformed parameter",
                        www().caa("example.com", "CAA 0 issue letsencrypt.org; accounturi"),
                        YES,
                        YES,
                        "another account",
                        CAA_FORBIDS),
                of(
                        "CAA with a malformed domain",
                        www().caa("example.com", "CAA 0 issue letsencrypt.org digicert.com"),
                        YES,
                        YES,
                        "lets no CA sign",
                        CAA_FORBIDS),
                of(
                        "an unknown critical tag",
                        www().caa("example.com", "CAA 128 tbs x", "CAA 0 issue letsencrypt.org"),
                        YES,
                        YES,
                        "marks tbs as critical",
                        CAA_FORBIDS),
                of(
                        "the CAA question fails",
                        www().caaFails("www.example.com", SERVER_FAILURE),
                        YES,
                        YES,
                        "take that for a no",
                        CAA_FORBIDS),
                of(
                        "a wildcard that issuewild forbids",
                        www().wildcard()
                                .caa(
                                        "example.com",
                                        "CAA 0 issue letsencrypt.org",
                                        "CAA 0 issuewild ;"),
                        YES,
                        YES,
                        "lets no CA sign",
                        CAA_FORBIDS));
    }

    @ParameterizedTest
    @MethodSource("good")
    void whatIsInOrderGivesNoFinding(Case set) {
        CheckResult result = set.planted().check();

        assertThat(result).isEqualTo(new CheckResult(List.of(), YES, YES));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void whatIsBrokenIsNamedRightFirst(Case set) {
        CheckResult result = set.planted().check();

        assertThat(result.findings()).extracting(Finding::code).isEqualTo(set.codes());
        assertThat(result.findings().getFirst().sentence()).contains(set.sentence());
        assertThat(result.proofSeen()).isEqualTo(set.proof());
        assertThat(result.routed()).isEqualTo(set.routed());
    }

    @Test
    void aFindingHasTheRecordToSetAndWhatStandsThere() {
        CheckResult result = www().everywhere("A " + FOREIGN).proof("*", "TXT other").check();

        assertThat(result.findings().get(0).wanted())
                .containsExactly(new DnsLine("_plat-q7.www.example.com", "TXT", VALUE));
        assertThat(result.findings().get(0).found()).containsExactly("TXT other");
        assertThat(result.findings().get(1).wanted())
                .containsExactly(new DnsLine("www.example.com", "CNAME", EDGE));
        assertThat(result.findings().get(1).found()).containsExactly("A 203.0.113.7");
    }

    @Test
    void aBareNameIsAskedForAddresses() {
        CheckResult result = bare().everywhere().check();

        assertThat(result.findings().getFirst().wanted())
                .containsExactly(
                        new DnsLine("example.com", "A", OURS),
                        new DnsLine("example.com", "AAAA", Planted.OURS_6));
    }

    @Test
    void theCaaRecordToSetNamesOurCa() {
        CheckResult result = www().caa("example.com", "CAA 0 issue digicert.com").check();

        assertThat(result.findings().getFirst().wanted())
                .containsExactly(new DnsLine("example.com", "CAA", "0 issue \"letsencrypt.org\""));
        assertThat(result.findings().getFirst().found())
                .containsExactly("CAA 0 issue \"digicert.com\"");
    }
}
