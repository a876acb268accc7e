package dev.plat.domains.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.router.testkit.Waits;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The asking, against real name servers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CheckerIT {

    private static final String PROOF = "_plat-q7.www TXT \"plat-verify=abc\"";
    private static final String ROUTED = "www CNAME edge.plat.test.";

    private final CheckedNet net = new CheckedNet();

    @BeforeAll
    void start() throws IOException {
        net.zone("good.test", PROOF, ROUTED)
                .zone(
                        "bare.test",
                        "@ A " + CheckedNet.EDGE,
                        "_plat-q7 TXT ( \"plat-ver\" \"ify=abc\" )",
                        "@ CAA 0 issue \"ca.test\"")
                .zone("cdn.test", PROOF, "www A " + CheckedNet.CDN)
                .zone("stranger.test", PROOF, "www A " + CheckedNet.STRANGER)
                .zone("closed.test", PROOF, "www A " + CheckedNet.NOBODY)
                .zone("empty.test")
                .zone("wild.test", "* CNAME edge.plat.test.")
                .zone("appended.test", ROUTED, PROOF.replace("www", "www.appended.test"))
                .zone("caa.test", PROOF, ROUTED, "@ CAA 0 issue \"other.test\"")
                .zone("loop.test", PROOF, "www CNAME a", "a CNAME www")
                .zone("dead.test", PROOF, "www CNAME nothing.dead.test.")
                .zone("signed.test", PROOF, ROUTED)
                .signed("signed.test")
                .zones(
                        "split.test",
                        CheckedNet.zoneText("split.test", 2, PROOF, ROUTED),
                        CheckedNet.zoneText("split.test", 1, ROUTED))
                .zones("lame.test", CheckedNet.zoneText("lame.test", 1, PROOF, ROUTED), "")
                .zone(
                        "deep.test",
                        PROOF.replace("www", "www.shop"),
                        "shop NS ns1.dns.test.",
                        "www.shop CNAME edge.plat.test.")
                .zone("shop.deep.test", PROOF, ROUTED)
                .zones("crooked.test", CheckedNet.zoneText("crooked.test", 1, PROOF, ROUTED), "")
                .delegated("crooked.test", "ns1.dns.test.", "ns3.dns.test.")
                .delegated("lost.test", "ns.nowhere.test.")
                .delegated("round.test", "ns.circle.test.")
                .delegated("circle.test", "ns.round.test.")
                .start();
    }

    @AfterAll
    void stop() {
        net.close();
    }

    @ParameterizedTest
    @CsvSource({"www.good.test", "bare.test", "www.cdn.test", "www.shop.deep.test"})
    void aNameInOrderIsProvenAndRouted(String name) {
        assertThat(net.check(name)).isEqualTo(new CheckResult(List.of(), Seen.YES, Seen.YES));
    }

    @ParameterizedTest
    @CsvSource({
        "www.missing.test, name-missing, NO, NO, missing.test is not registered",
        "missing.test, name-missing, NO, NO, missing.test is not registered",
        "www.stranger.test, address-foreign answer-foreign, YES, NO, remove A 127.0.2.3",
        "www.closed.test, address-foreign port-80-closed, YES, NO, remove A 127.0.2.4",
        "empty.test, proof-missing address-missing, NO, NO, is missing",
        "www.empty.test, proof-missing address-missing, NO, NO, is missing",
        "www.wild.test, proof-missing, NO, YES, perhaps a wildcard",
        "www.appended.test, proof-misplaced, NO, YES, Enter only _plat-q7.www there",
        "www.caa.test, caa-forbids, YES, YES, caa.test allows only other.test",
        "www.loop.test, cname-broken, YES, NO, circle",
        "www.dead.test, cname-broken, YES, NO, points at nothing.dead.test",
        "www.signed.test, dnssec-broken, YES, NO, remove this DS",
        "www.split.test, servers-disagree, UNKNOWN, YES, 'ns2.dns.test still gives the old answer"
                + " (serial 1, the others 2)'",
        "www.lame.test, server-lame, YES, YES, 'ns2.dns.test (127.0.1.3)'",
        "www.lost.test, server-lame, UNKNOWN, UNKNOWN, has no address",
        "www.circle.test, server-lame, UNKNOWN, UNKNOWN, has no address"
    })
    void aBrokenNameSaysWhatIsWrong(
            String name, String codes, Seen proof, Seen routed, String sentence) {
        CheckResult result = net.check(name);

        assertThat(result.findings())
                .extracting(finding -> finding.code().text())
                .containsExactly(codes.split(" ", -1));
        assertThat(result.findings().getFirst().sentence()).contains(sentence);
        assertThat(result.proofSeen()).isEqualTo(proof);
        assertThat(result.routed()).isEqualTo(routed);
    }

    /** As on a machine that has none; only what is in caches, and signatures, it cannot know. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "www.good.test",
                "bare.test",
                "www.cdn.test",
                "www.shop.deep.test",
                "www.missing.test",
                "www.stranger.test",
                "www.empty.test",
                "www.wild.test",
                "www.caa.test",
                "www.loop.test",
                "www.dead.test",
                "www.split.test",
                "www.lame.test",
                "www.lost.test",
                "www.circle.test"
            })
    void withoutAResolverTheSameIsSaid(String name) {
        try (Checker checker = CheckedNet.checker(net.settings(null, true))) {
            assertThat(checker.check(net.request(name)))
                    .usingRecursiveComparison()
                    .ignoringCollectionOrder()
                    .isEqualTo(net.check(name));
        }
    }

    @Test
    void withoutAResolverSignaturesAreNotLookedAt() {
        try (Checker checker = CheckedNet.checker(net.settings(null, true))) {
            assertThat(checker.check(net.request("www.signed.test")).findings()).isEmpty();
        }
    }

    @Test
    void aServerThatAnswersNonsenseIsNamedAndNotBelieved() throws Exception {
        InetSocketAddress third = new InetSocketAddress(CheckedNet.THIRD, net.port());
        // Another id each time, otherwise the question as it came: no answer to it.
        try (CrookedServer _ =
                CrookedServer.start(
                        third,
                        question -> {
                            byte[] answer = question.clone();
                            answer[0] ^= 1;
                            answer[2] |= (byte) 0x84;
                            return Optional.of(answer);
                        })) {
            CheckResult result = net.check("www.crooked.test");

            assertThat(result.findings()).hasSize(1);
            assertThat(result.findings().getFirst().sentence())
                    .contains("ns3.dns.test (127.0.1.4) answers something that is no DNS answer");
            assertThat(result.proofSeen()).isEqualTo(Seen.YES);
        }
    }

    @Test
    void twoWhoAskTheSameShareOneCheck() throws Exception {
        InetSocketAddress third = new InetSocketAddress(CheckedNet.THIRD, net.port());
        CountDownLatch all = new CountDownLatch(1);
        CheckRequest request = net.request("www.crooked.test");
        try (CrookedServer crooked = CrookedServer.start(third, held(all));
                Checker checker = CheckedNet.checker(net.settings());
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<CheckResult>> results = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                results.add(threads.submit(() -> checker.check(request)));
            }
            Waits.until("the crooked server is asked", () -> crooked.questions() > 0);
            all.countDown();

            for (Future<CheckResult> result : results) {
                assertThat(result.get()).isSameAs(results.getFirst().get());
            }
            // Once on the walk, once for the zone's SOA, each tried twice at most.
            assertThat(crooked.questions()).isLessThanOrEqualTo(6);
        }
    }

    @Test
    void outsideTheLocalProfileNobodyAtAPrivateAddressIsAsked() {
        CheckSettings closed = net.settings(net.settings().resolver(), false);
        try (Checker checker = CheckedNet.checker(closed)) {
            CheckResult result = checker.check(net.request("www.cdn.test"));

            assertThat(result.proofSeen()).isEqualTo(Seen.UNKNOWN);
            assertThat(result.findings().getFirst().sentence())
                    .contains("an address that nobody outside can reach");
        }
    }

    private static Function<byte[], Optional<byte[]>> held(CountDownLatch latch) {
        return _ -> {
            try {
                latch.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Optional.empty();
        };
    }
}
