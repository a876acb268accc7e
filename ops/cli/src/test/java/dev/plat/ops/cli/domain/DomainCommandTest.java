package dev.plat.ops.cli.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.schemas.PlatException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DomainCommandTest {

    private static final String CHECK = "POST /api/v1/domains/www.shop.test/check";
    private static final String VIEW = "GET /api/v1/domains/www.shop.test";

    private static final String RECORDS =
            """
            [{"type": "TXT", "host": "_plat-q7.shop.test", "value": "plat-verify=ab", "ttl": 300,
              "why": "proof", "found": []},
             {"type": "CNAME", "host": "www.shop.test", "value": "edge.plat", "ttl": 300,
              "why": "address", "found": []}]
            """;

    private static final String MISSING =
            name(
                    "claimed",
                    "none",
                    null,
                    """
                    [{"code": "proof-missing", "sentence": "The TXT record is missing.",
                      "wanted": [], "found": ["TXT other"]}]
                    """);

    private static final String WAITING = name("routed", "ordered", null, "[]");
    private static final String LIVE =
            name("routed", "deployed", "https://www.shop.test:8804/", "[]");

    private static final String REFUSED =
            "{\"code\": \"rate-limited\", \"detail\": \"A moment ago.\", \"retryAfterSeconds\": 8}";

    @TempDir private Path data;
    private ToldServices services;

    private record Said(int exit, String out) {}

    @BeforeEach
    void start() throws IOException {
        services = new ToldServices(data);
    }

    @AfterEach
    void stop() {
        services.close();
    }

    @Test
    void addPrintsTheRecordsAsAZoneFileHasThem() {
        services.tell("POST /api/v1/sites/site_1/domains", 201, MISSING);

        Said said = say("add", "www.shop.test", "--site", "demo", "--pair");

        assertThat(said.exit).isZero();
        assertThat(said.out)
                .contains("name claimed, certificate none")
                .contains("_plat-q7.shop.test. 300 TXT \"plat-verify=ab\"")
                .contains("www.shop.test. 300 CNAME edge.plat.")
                .contains("plat domain check www.shop.test --watch");
        assertThat(services.asked())
                .contains(
                        "POST /api/v1/sites/site_1/domains {\"name\":\"www.shop.test\",\"pair\":true}");
    }

    @Test
    void aCheckSaysWhatIsMissingWithItsRecord() {
        services.tell(CHECK, 202, MISSING);

        Said said = say("check", "www.shop.test");

        assertThat(said.exit).isEqualTo(1);
        assertThat(said.out)
                .contains("! The TXT record is missing.", "found TXT other", "_plat-q7.shop.test.");
    }

    @Test
    void aCheckOfWhatIsOnlyUnderWayIsStillRunning() {
        services.tell(CHECK, 202, WAITING);

        Said said = say("check", "www.shop.test");

        assertThat(said.exit).isEqualTo(4);
        assertThat(said.out).contains("nothing is missing");
    }

    @Test
    void aWatchTellsEachChangeOnceAndEndsWhenItIsLive() {
        services.tell(CHECK, 202, MISSING).tell(CHECK, 429, REFUSED).tell(CHECK, 202, LIVE);
        services.tell(VIEW, 200, MISSING);

        Said said = say("check", "www.shop.test", "--watch", "--json");

        assertThat(said.exit).isZero();
        List<String> lines = said.out.lines().toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).contains("\"event\":\"seen\",\"live\":false");
        assertThat(lines.get(1)).contains("\"event\":\"seen\",\"live\":true");
        assertThat(lines.get(2))
                .isEqualTo(
                        "{\"event\":\"rested\",\"name\":\"www.shop.test\",\"live\":true,\"exit\":0}");
    }

    @Test
    void aWatchEndsWhenItsTimeIsUp() {
        services.tell(CHECK, 202, WAITING);

        assertThat(say("check", "www.shop.test", "--watch", "--for", "0").exit).isEqualTo(4);
    }

    @Test
    void statusListsTheNamesOfAllSitesAndEndsWithTheWorst() {
        services.tell(
                "GET /api/v1/sites/site_1/domains",
                200,
                "{\"domains\":[" + LIVE + "," + MISSING + "]}");

        Said said = say("status");

        assertThat(said.exit).isEqualTo(1);
        assertThat(said.out.lines())
                .hasSize(2)
                .anyMatch(line -> line.contains("deployed") && line.contains(":8804/"))
                .anyMatch(line -> line.contains("claimed") && line.contains("is missing"));
    }

    @Test
    void statusOfOneThatIsLiveIsFine() {
        services.tell(VIEW, 200, LIVE);

        assertThat(say("status", "www.shop.test").exit).isZero();
        assertThat(say("status", "nobody.test").exit).isEqualTo(1);
    }

    @Test
    void certificatesThatEndSoonAreFound() {
        services.tell(VIEW, 200, LIVE)
                .tell(
                        VIEW + "/certificates",
                        200,
                        """
                        {"name": "www.shop.test", "status": "deployed", "reason": null,
                         "certificates": [{"certificate": "cert_1", "state": "deployed",
                           "issuer": "local-ca", "serial": "5d",
                           "notBefore": "2026-01-01T00:00:00Z", "notAfter": "2026-01-31T00:00:00Z"}]}
                        """);

        Said all = say("certificates", "www.shop.test");
        Said expiring = say("certificates", "www.shop.test", "--expiring", "14d");
        Said failed = say("certificates", "www.shop.test", "--failed");

        assertThat(all.exit).isZero();
        assertThat(all.out).contains("until 2026-01-31T00:00:00Z", "local-ca  serial 5d");
        assertThat(expiring.exit).isEqualTo(1);
        assertThat(failed.exit).isZero();
        assertThat(failed.out).contains("None.");
    }

    @Test
    void aRenewalIsAskedForOrOnlyThoughtThrough() {
        services.tell(
                "POST /api/v1/domains/www.shop.test/renew", 200, "{\"sentence\": \"In 20 days.\"}");

        assertThat(say("renew", "www.shop.test", "--dry-run"))
                .matches(said -> said.exit == 0 && said.out.contains("In 20 days."));
        assertThat(say("renew", "www.shop.test").exit).isEqualTo(4);
        assertThat(services.asked().getFirst()).contains("{\"dryRun\":true}");
    }

    @Test
    void allNamesThatHaveOneAreRenewedAndWhatIsRefusedIsTold() {
        services.tell(
                        "GET /api/v1/sites",
                        200,
                        "{\"sites\": [{\"site\": \"site_1\", \"slug\": \"shop\"}]}")
                .tell(
                        "GET /api/v1/sites/site_1/domains",
                        200,
                        "{\"domains\": [" + LIVE + ", " + MISSING + "]}")
                .tell("POST /api/v1/domains/www.shop.test/renew", 429, REFUSED);

        Said said = say("renew", "--all");

        assertThat(said.exit).isEqualTo(1);
        assertThat(said.out).startsWith("www.shop.test  rate-limited: A moment ago.");
        assertThat(say("renew").exit).isEqualTo(2);
        assertThat(say("renew", "www.shop.test", "--all").exit).isEqualTo(2);
    }

    @Test
    void aRevocationSaysWhatComesFirst() {
        services.tell(
                "POST /api/v1/domains/www.shop.test/revoke",
                202,
                "{\"name\": \"www.shop.test\", \"sentence\": \"The next one is ordered.\"}");

        Said said = say("revoke", "www.shop.test");

        assertThat(said.exit).isEqualTo(4);
        assertThat(said.out).isEqualTo("www.shop.test  The next one is ordered.\n");
    }

    @Test
    void aReleaseNamesTheNodesThatDoNotKnowYet() {
        String path = "DELETE /api/v1/domains/www.shop.test";
        services.tell(
                        path,
                        202,
                        "{\"name\":\"www.shop.test\",\"off\":2,\"nodes\":3,\"missing\":[\"edge-3\"]}")
                .tell(
                        path,
                        202,
                        "{\"name\":\"www.shop.test\",\"off\":3,\"nodes\":3,\"missing\":[]}");

        Said some = say("release", "www.shop.test");
        Said all = say("release", "www.shop.test");

        assertThat(some.exit).isEqualTo(4);
        assertThat(some.out).contains("off on 2 of 3 nodes; told as soon as they answer: edge-3");
        assertThat(all.exit).isZero();
    }

    @Test
    void whatCannotBeUnderstoodIsUsage() {
        assertThat(say("add", "www.shop.test").exit).isEqualTo(2);
        assertThat(say("check").exit).isEqualTo(2);
        assertThat(say("certificates", "--expiring", "soon").exit).isEqualTo(2);
    }

    private Said say(String... words) {
        StringWriter out = new StringWriter();
        String[] arguments = new String[words.length + 2];
        System.arraycopy(words, 0, arguments, 0, words.length);
        arguments[words.length] = "--data";
        arguments[words.length + 1] = data.toString();
        CommandLine line =
                new CommandLine(new DomainCommand())
                        .setOut(new PrintWriter(out))
                        .setErr(new PrintWriter(new StringWriter()))
                        .setExecutionExceptionHandler((failure, _, _) -> {
                            assertThat(failure).isInstanceOf(PlatException.class);
                            return 1;
                        });
        return new Said(line.execute(arguments), out.toString());
    }

    private static String name(
            String status, String certificate, @Nullable String link, String findings) {
        return """
        {"name": "www.shop.test", "display": "www.shop.test", "site": "site_1",
         "nameStatus": "%s", "certificateStatus": "%s", "certificateReason": null, "url": %s,
         "records": %s, "findings": %s, "nextCheck": "2026-11-22T09:00:00Z", "contest": null,
         "pair": null, "looksLike": null}
        """
                .formatted(
                        status,
                        certificate,
                        link == null ? "null" : "\"" + link + "\"",
                        RECORDS,
                        findings)
                .replace("\n", " ");
    }
}
