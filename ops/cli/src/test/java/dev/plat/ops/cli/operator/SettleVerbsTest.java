package dev.plat.ops.cli.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.ops.cli.Verbs;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.IdKind;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** How an operator ends what waits for a person, against a process that says what it is told. */
final class SettleVerbsTest extends ToldVerbs {

    private static final IdGenerator IDS = new IdGenerator(() -> Instant.EPOCH, new Random(1));
    private static final String REFUND = IDS.nextAnywhere(IdKind.REFUND).toString();
    private static final String CASES = "GET /internal/v1/cases";
    private static final String ANSWER =
            """
            {"what": "%s", "state": "%s", "amount": {"amount": 1999, "currency": "EUR"}, "reason": %s}
            """;

    SettleVerbsTest() {
        super("payments", "settle");
    }

    @Test
    void withoutACaseAllAreNamed() {
        processes.tell(
                CASES,
                200,
                """
                {"more": false, "cases": [{"what": "att_1", "state": "review", "of": "sub_1",
                  "amount": {"amount": 1999, "currency": "EUR"}, "since": "2027-01-01T00:00:00Z",
                  "reason": "no answer for thirty days"}]}
                """);
        processes.tell(CASES, 200, "{\"more\": false, \"cases\": []}");

        Verbs.Said some = say();
        Verbs.Said none = say();

        assertThat(some.exit()).isEqualTo(1);
        assertThat(some.out())
                .contains("att_1  19.99 EUR  review: no answer for thirty days  sub_1");
        assertThat(none.exit()).isZero();
        assertThat(none.out()).contains("Nothing waits for a person.");
    }

    @Test
    void aRefundIsTriedAgainUnderANewNumber() {
        String path = "POST /internal/v1/cases/" + REFUND + "/end";
        String next = IDS.nextAnywhere(IdKind.REFUND).toString();
        processes.tell(path, 200, ANSWER.formatted(next, "done", "null"));
        processes.tell(path, 200, ANSWER.formatted(next, "failed", "\"account_closed\""));

        Verbs.Said done =
                say(REFUND, "again", "--id", next, "--reason", "new card", "--by", "anna");
        Verbs.Said failed = say(REFUND, "again", "--reason", "new card");

        assertThat(done.exit()).isZero();
        assertThat(done.out()).contains(next + "  19.99 EUR  done");
        assertThat(failed.exit()).isEqualTo(1);
        assertThat(failed.out()).contains("failed: account_closed");
        assertThat(processes.asked().getFirst())
                .contains("\"how\":\"again\"", "\"by\":\"anna\"", "\"reason\":\"new card\"")
                .contains("\"next\":\"" + next + "\"");
        assertThat(processes.asked().getLast()).containsPattern("\"next\":\"rfnd_[0-9a-z]+\"");
    }

    @Test
    void aMovementGoesToAnAccount() {
        processes.tell(
                "POST /internal/v1/cases/txn_1/end",
                200,
                ANSWER.formatted("txn_1", "settled", "\"to fees\""));

        Verbs.Said said = say("txn_1", "fees", "--reason", "a charge of the provider's");

        assertThat(said.exit()).isZero();
        assertThat(said.out()).contains("txn_1  19.99 EUR  settled: to fees");
        assertThat(processes.asked().getFirst()).doesNotContain("next");
    }

    @Test
    void nothingEndsWithoutAReason() {
        assertThat(say(REFUND, "elsewhere").exit()).isEqualTo(2);
        assertThat(say(REFUND).exit()).isEqualTo(2);
        assertThat(say("rfnd_1", "again", "--reason", "x").err()).contains("id-malformed");
        assertThat(processes.asked()).isEmpty();
    }
}
