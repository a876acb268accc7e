package dev.plat.ops.cli.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.ops.cli.Verbs;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.IdKind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The verbs as an operator types them, against processes that say what they are told. */
class OperatorVerbsTest {

    private static final String RECONCILE = "POST /internal/v1/reconciliation";
    private static final IdGenerator IDS = new IdGenerator(() -> Instant.EPOCH, new Random(1));
    private static final String PAYMENT = IDS.nextAnywhere(IdKind.PAYMENT).toString();
    private static final String ORDER = IDS.nextAnywhere(IdKind.ORDER).toString();

    @TempDir private Path data;
    private ToldProcesses processes;

    @BeforeEach
    void start() throws IOException {
        processes = new ToldProcesses(data);
    }

    @AfterEach
    void stop() {
        processes.close();
    }

    private Verbs.Said say(String... words) {
        List<String> arguments = new ArrayList<>(List.of(words));
        arguments.addAll(List.of("--data", data.toString()));
        return Verbs.say(arguments);
    }

    private static String report(String waiting, String differences, String missing, String end) {
        return """
        {"provider": "stripe", "since": "2027-01-01T00:00:00Z", "movements": 7, "settled": 6,
         "explained": %s, "waiting": %s, "differences": [%s], "missing": [%s], "cut": false,
         "balances": [%s], "suspense": [{"amount": -700, "currency": "EUR"}], "clean": %s}
        """
                .formatted(
                        end.equals("true") ? 10000 : 8333,
                        waiting,
                        differences,
                        missing,
                        """
                        {"provider": {"amount": 5000, "currency": "EUR"},
                         "books": {"amount": %s, "currency": "EUR"},
                         "difference": {"amount": %s, "currency": "EUR"}}\
                        """
                                .formatted(
                                        end.equals("true") ? 5000 : 9321,
                                        end.equals("true") ? 0 : -4321),
                        end);
    }

    @Test
    void reconcileNamesEachDifferenceAndEndsWithOne() {
        String difference =
                """
                {"movement": "txn_1", "kind": "charge", "verdict": "suspense", "source": "ch_1",
                 "subject": null, "amount": {"amount": 700, "currency": "EUR"},
                 "fee": {"amount": 36, "currency": "EUR"}, "created": "2027-01-01T00:00:00Z",
                 "reason": "without a mark of ours"}
                """;
        String missing =
                """
                {"subject": "att_1", "kind": "charge", "amount": {"amount": 4321, "currency": "EUR"},
                 "since": "2027-01-01T00:00:00Z"}
                """;
        processes.tell(RECONCILE, 200, report("2", "", "", "false"));
        processes.tell(RECONCILE, 200, report("0", difference, missing, "false"));

        Verbs.Said said = say("payments", "reconcile", "--since", "2027-01-01T00:00:00Z");

        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.out())
                .contains("83.33 % of 6 explained")
                .containsPattern("suspense +7.00 EUR +charge txn_1 .*ch_1: without a mark of ours")
                .containsPattern("missing-theirs +43.21 EUR +charge of att_1")
                .contains("provider 50.00 EUR, books 93.21 EUR, difference -43.21 EUR")
                .contains("in suspense: -7.00 EUR");
        assertThat(processes.asked())
                .hasSize(2)
                .allMatch(it -> it.endsWith("{\"since\":\"2027-01-01T00:00:00Z\"}"));
    }

    @Test
    void reconcileEndsWithZeroWhenAllIsExplained() {
        processes.tell(RECONCILE, 200, report("0", "", "", "true"));

        Verbs.Said people = say("payments", "reconcile");
        Verbs.Said programs = say("payments", "reconcile", "--json");

        assertThat(people.exit()).isZero();
        assertThat(people.out()).contains("100.00 % of 6 explained");
        assertThat(programs.exit()).isZero();
        assertThat(programs.out()).contains("\"event\":\"reconciled\"").hasLineCount(1);
    }

    @Test
    void verifyNamesTheFirstBadRow() {
        String clean =
                """
                {"buckets": 2, "journals": 10, "entries": 20, "findings": []}\
                """;
        for (int from = 0; from < 4096; from += 128) {
            processes.tell(
                    "GET /internal/v1/ledger/verification?from=" + from + "&to=" + (from + 127),
                    200,
                    clean);
        }
        processes.tell(
                "GET /internal/v1/ledger/verification?from=7&to=7",
                200,
                """
                {"buckets": 1, "journals": 3, "entries": 6, "findings": [{"bucket": 7, "journal": 2,
                 "line": 1, "rule": "the balance follows", "found": "5", "expected": "6"}]}
                """);

        Verbs.Said all = say("payments", "ledger", "verify");
        Verbs.Said one = say("payments", "ledger", "verify", "--bucket", "7");
        Verbs.Said none = say("payments", "ledger", "verify", "--bucket", "4096");

        assertThat(all.exit()).isZero();
        assertThat(all.out())
                .containsPattern("64 buckets with books, 320 journals, 640 entries proved, \\d+");
        assertThat(one.exit()).isEqualTo(1);
        assertThat(one.out())
                .contains("bucket 7 journal 2 line 1: the balance follows; found 5, expected 6");
        assertThat(none.exit()).isEqualTo(1);
        assertThat(none.err()).contains("field-invalid", "0 to 4095");
    }

    @Test
    void showPrintsBalancesAndLines() {
        processes.tell(
                "GET /internal/v1/ledger/accounts/provider%3Astripe?at=2027-01-01T00%3A00%3A00Z",
                200,
                """
                {"account": "provider:stripe", "at": null, "entries": [], "balances": [
                  {"account": "provider:stripe", "amount": {"amount": 12345, "currency": "EUR"}}]}
                """);

        Verbs.Said said =
                say(
                        "payments",
                        "ledger",
                        "show",
                        "provider:stripe",
                        "--at",
                        "2027-01-01T00:00:00Z");
        Verbs.Said nothing = say("payments", "ledger", "show", "bank");

        assertThat(said.exit()).isZero();
        assertThat(said.out()).containsPattern("provider:stripe +123.45 EUR");
        assertThat(nothing.exit()).isEqualTo(1);
        assertThat(nothing.err()).contains("not-found");
    }

    @Test
    void refundGivesBackAllThatIsLeftOrAPart() {
        processes.tell(
                "GET /internal/v1/payments/" + PAYMENT,
                200,
                """
                {"captured": {"amount": 1999, "currency": "EUR"},
                 "refunded": {"amount": 500, "currency": "EUR"}}
                """);
        String answer =
                """
                {"refund": "rfnd_x", "state": "%s", "amount": {"amount": 1499, "currency": "EUR"},
                 "reason": %s}
                """;
        String path = "POST /internal/v1/payments/" + PAYMENT + "/refunds";
        processes.tell(path, 200, answer.formatted("done", "null"));
        processes.tell(path, 200, answer.formatted("failed", "\"charge_disputed\""));

        Verbs.Said all = say("payments", "refund", PAYMENT);
        Verbs.Said part = say("payments", "refund", PAYMENT, "--amount", "9.99");
        Verbs.Said wrong = say("payments", "refund", PAYMENT, "--amount", "9.999");

        assertThat(all.exit()).isZero();
        assertThat(all.out()).contains("rfnd_x  14.99 EUR  done");
        assertThat(part.exit()).isEqualTo(1);
        assertThat(part.out()).contains("failed: charge_disputed");
        assertThat(processes.asked())
                .anyMatch(it -> it.contains("\"amount\":1499,") || it.contains("\"amount\":1499}"))
                .anyMatch(it -> it.contains("\"amount\":999,") || it.contains("\"amount\":999}"));
        assertThat(wrong.exit()).isEqualTo(1);
        assertThat(wrong.err()).contains("2 decimals at most");
        assertThat(say("payments", "refund", "pay_1").err()).contains("id-malformed");
        assertThat(say("payments", "refund").exit()).isEqualTo(2);
    }

    @Test
    void anEventIsActedUponOnceMore() {
        processes.tell(
                "POST /internal/v1/events/evt_1/replay",
                200,
                """
                {"event": "evt_1", "type": "payment_intent.succeeded", "object": "pi_1", "tries": 1,
                 "verdict": "applied", "reason": ""}
                """);

        assertThat(say("payments", "events", "replay", "evt_1").out())
                .contains("evt_1  payment_intent.succeeded pi_1  applied");
        assertThat(say("payments", "events", "replay", "evt_2").exit()).isEqualTo(1);
    }

    @Test
    void theClockIsShownAndTurned() {
        String clock = "{\"now\": \"2027-01-06T00:00:00Z\", \"ahead\": \"PT120H\"}";
        processes.tell("GET /clock", 200, clock).tell("POST /clock", 200, clock);

        assertThat(say("payments", "clock", "show").out()).contains("2027-01-06", "PT120H ahead");
        assertThat(say("payments", "clock", "advance", "5d").exit()).isZero();
        assertThat(say("payments", "clock", "advance", "--to", "2027-01-06T00:00:00Z").exit())
                .isZero();
        assertThat(processes.asked())
                .contains(
                        "POST /clock {\"advance\":\"PT120H\"}",
                        "POST /clock {\"to\":\"2027-01-06T00:00:00Z\"}");
        assertThat(say("payments", "clock", "advance").exit()).isEqualTo(2);
    }

    @Test
    void inProductionThereIsNoClockToTurn() {
        System.setProperty("plat.profile", "production");
        try {
            Verbs.Said said = say("payments", "clock", "advance", "5d");

            assertThat(said.exit()).isEqualTo(1);
            assertThat(said.err()).contains("production");
            assertThat(processes.asked()).isEmpty();
        } finally {
            System.clearProperty("plat.profile");
        }
    }

    private static final String PARKED =
            """
            {"order": "%s", "account": "acct_1", "state": "%s", "goal": null, "reason": %s,
             "total": {"amount": 2400, "currency": "EUR"}, "placed": "2027-01-01T00:00:00Z",
             "expires": "2027-01-01T00:30:00Z", "secured": "2027-01-01T00:05:00Z", "captured": false,
             "due": null,
             "lines": [{"line": 1, "kind": "name", "subject": "a.test", "price": "p", "quantity": 2,
                        "total": {"amount": 2400, "currency": "EUR"}}],
             "effects": [{"step": "hold-name", "line": 1, "amount": null, "state": "done", "fact": "",
                          "tries": 1, "due": null},
                         {"step": "capture", "line": 0, "amount": {"amount": 2400, "currency": "EUR"},
                          "state": "refused", "fact": "the hold has ended", "tries": 3, "due": null}]}
            """;

    @Test
    void ordersAreListedAndAParkedOneIsAnOne() {
        String parked = PARKED.formatted(ORDER, "parked", "\"the hold has ended\"");
        processes.tell(
                "GET /internal/v1/orders?olderSeconds=300&state=parked",
                200,
                "{\"orders\": [" + parked + "], \"more\": false}");
        processes.tell(
                "GET /internal/v1/orders?olderSeconds=0", 200, "{\"orders\": [], \"more\": false}");

        Verbs.Said some = say("checkout", "orders", "--state", "parked", "--older", "5m");
        Verbs.Said none = say("checkout", "orders");

        assertThat(some.exit()).isEqualTo(1);
        assertThat(some.out()).containsPattern(ORDER + "  parked .*the hold has ended");
        assertThat(none.exit()).isZero();
        assertThat(none.out()).contains("None.");
    }

    @Test
    void anOrderIsShownWithWhatWasAskedForIt() {
        processes.tell(
                "GET /internal/v1/orders/" + ORDER,
                200,
                PARKED.formatted(ORDER, "parked", "\"the hold has ended\""));

        Verbs.Said said = say("checkout", "orders", "show", ORDER);

        assertThat(said.exit()).isZero();
        assertThat(said.out())
                .contains("parked: the hold has ended")
                .contains("24.00 EUR of acct_1")
                .contains("line 1  name a.test × 2  24.00 EUR")
                .containsPattern("refused +capture +24.00 EUR  tries 3  the hold has ended");
        assertThat(say("checkout", "orders", "show", ORDER, "--json").out()).hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"advance", "unpark"})
    void whatStaysParkedIsRefused(String act) {
        String path = "POST /internal/v1/orders/" + ORDER + "/" + act;
        processes.tell(path, 200, PARKED.formatted(ORDER, "fulfilled", "null"));
        processes.tell(path, 200, PARKED.formatted(ORDER, "parked", "\"again\""));
        processes.tell(
                path, 409, "{\"code\": \"order-state\", \"detail\": \"No.\", \"value\": \"x\"}");

        assertThat(say("checkout", "orders", act, ORDER).exit()).isZero();
        assertThat(say("checkout", "orders", act, ORDER).exit()).isEqualTo(1);
        Verbs.Said refused = say("checkout", "orders", act, ORDER);
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err()).contains("order-state", "value: x");
    }

    @Test
    void parkingNeedsAReason() {
        processes.tell(
                "POST /internal/v1/orders/" + ORDER + "/park",
                200,
                PARKED.formatted(ORDER, "parked", "\"why\""));

        assertThat(say("checkout", "orders", "park", ORDER).exit()).isEqualTo(2);
        assertThat(say("checkout", "orders", "park", ORDER, "--reason", "why").exit()).isZero();
        assertThat(processes.asked()).anyMatch(it -> it.endsWith("{\"reason\":\"why\"}"));
    }
}
