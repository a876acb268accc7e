package dev.plat.ops.cli.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.ops.cli.Verbs;
import org.junit.jupiter.api.Test;

/** Webhooks as an operator types them. */
final class WebhooksVerbsTest extends ToldVerbs {

    private static final String PATH = "/internal/v1/webhooks";
    private static final String FAILING =
            """
            {"endpoints": [{"id": "endp_1", "account": "acct_1", "url": "https://a.test/", "types": [],
              "state": "disabled", "reason": "failing", "made": "2027-01-01T00:00:00Z", "oldSecretUntil": null,
              "failingSince": "2027-01-02T00:00:00Z"}]}
            """;

    WebhooksVerbsTest() {
        super("payments", "webhooks");
    }

    @Test
    void whatTakesNothingIsListed() {
        processes.tell("GET " + PATH, 200, FAILING);

        Verbs.Said said = say("list");

        assertThat(said.exit()).as(said.err()).isEqualTo(1);
        assertThat(said.out())
                .contains("endp_1  acct_1  disabled (failing)  https://a.test/")
                .contains("takes nothing since 2027-01-02T00:00:00Z");
    }

    @Test
    void anAccountsOwnAreListed() {
        processes.tell("GET " + PATH + "/accounts/acct_1", 200, FAILING);

        assertThat(say("list", "acct_1").exit()).isZero();
    }

    @Test
    void whatIsParkedIsSentAgain() {
        processes.tell("POST " + PATH + "/endp_1/replay", 200, "{\"deliveries\": 3}");
        processes.tell("POST " + PATH + "/endp_1/replay/evt_1", 200, "{\"deliveries\": 0}");

        Verbs.Said said = say("replay", "endp_1");

        assertThat(said.exit()).as(said.err()).isZero();
        assertThat(said.out()).contains("3 on the way.");
        assertThat(say("replay", "endp_1", "evt_1").exit()).isEqualTo(1);
        assertThat(say("replay").exit()).isEqualTo(2);
    }

    @Test
    void whatIsDisabledIsRefusedWithItsReason() {
        processes.tell(
                "POST " + PATH + "/endp_1/replay",
                409,
                "{\"code\": \"endpoint-state\", \"detail\": \"No.\", \"value\": \"disabled: gone\"}");

        Verbs.Said said = say("replay", "endp_1");

        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.err()).contains("endpoint-state", "gone");
    }
}
