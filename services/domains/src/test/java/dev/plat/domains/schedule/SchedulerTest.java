package dev.plat.domains.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.domains.schedule.budget.Budget;
import dev.plat.domains.schedule.budget.CaRules;
import dev.plat.domains.schedule.budget.CaRules.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SchedulerTest {

    private static final Instant ISSUED = Instant.parse("2028-03-01T00:00:00Z");
    private static final Life LIFE = new Life(ISSUED, ISSUED.plus(Duration.ofDays(45)));
    private static final Window WINDOW = new Window(day(29.5), day(30.5));
    private static final RenewalInfo DRAWN = new RenewalInfo(WINDOW, day(30), day(29.9));
    private static final Situation HELD =
            new Situation("www.example.com", LIFE, false, DRAWN, Setup.GREEN, Tries.NONE);
    private static final Authority CA = ca(Circuit.CLOSED);

    @Test
    void aCertificateWaitsForTheNextQuestionAndThenForItsMoment() {
        assertThat(decide(HELD, day(10)))
                .isInstanceOfSatisfying(
                        Decision.Wait.class,
                        wait -> {
                            assertThat(wait.until()).isEqualTo(day(29.9));
                            assertThat(wait.why().sentence())
                                    .isEqualTo(
                                            "Due at 2028-03-31T00:00:00Z, drawn in the CA's"
                                                    + " window.");
                        });
        assertThat(decide(HELD, day(29.95))).isInstanceOf(Decision.Poll.class);
        assertThat(decide(asked(31), day(29.95)))
                .isInstanceOfSatisfying(
                        Decision.Wait.class, wait -> assertThat(wait.until()).isEqualTo(day(30)));
    }

    @Test
    void atItsMomentItIsOrderedAndNamesWhatItReplaces() {
        Decision.Order order = order(decide(asked(31), day(30)));

        assertThat(order.priority()).isEqualTo(Priority.ROUTINE);
        assertThat(order.kind()).isEqualTo(Kind.REPLACES_IN_WINDOW);
        assertThat(order.why().reason()).isEqualTo(Reason.MOMENT_REACHED);
    }

    /** Found by the virtual years: the CA counts up to 90 s later, and then the window was over. */
    @Test
    void whoMayArriveAfterTheWindowTakesTheTokensOfThoseOutside() {
        assertThat(order(decide(asked(31), day(30.5).minusSeconds(91))).kind())
                .isEqualTo(Kind.REPLACES_IN_WINDOW);
        assertThat(order(decide(asked(31), day(30.5).minusSeconds(89))).kind())
                .isEqualTo(Kind.REPLACES_OUTSIDE);
    }

    /** Found by the virtual years: a CA that knows renewals by their names forgets them. */
    @Test
    void whatRanOutLongAgoIsANewNameToTheCa() {
        assertThat(order(decide(asked(200), day(118))).kind()).isEqualTo(Kind.REPLACES_OUTSIDE);
        assertThat(order(decide(asked(200), day(120))).kind()).isEqualTo(Kind.NEW);
    }

    @Test
    void aWindowInThePastIsUrgent() {
        Window revoked = new Window(day(9), day(9.5));
        RenewalInfo info =
                RenewalInfo.answered(
                        DRAWN, revoked, Optional.of(Duration.ofHours(6)), 0.5, day(10));

        Decision.Order order = order(decide(HELD.with(info), day(10)));

        assertThat(order.priority()).isEqualTo(Priority.URGENT);
        assertThat(order.kind()).isEqualTo(Kind.REPLACES_OUTSIDE);
        assertThat(order.why().sentence()).contains("2028-03-10T12:00:00Z", "wants this replaced");
    }

    @Test
    void whenItWasNeverAskedItIsAskedAndMeanwhileTheRuleHolds() {
        Situation fresh = HELD.with((RenewalInfo) null);

        assertThat(decide(fresh, day(1))).isInstanceOf(Decision.Poll.class);

        Situation inVain = fresh.with(RenewalInfo.unanswered(null, day(1)));
        assertThat(decide(inVain, day(1)))
                .isInstanceOfSatisfying(
                        Decision.Wait.class,
                        wait -> {
                            assertThat(wait.until()).isEqualTo(day(1).plus(Duration.ofHours(1)));
                            assertThat(wait.why().reason()).isEqualTo(Reason.RULE_AHEAD);
                        });
    }

    @Test
    void aCaWithoutWindowsIsNotAskedAndTwoThirdsOfTheLifeDecide() {
        Authority silent = new Authority(CaRules.letsEncrypt(), false, Circuit.CLOSED, _ -> ISSUED);
        Decision early = Scheduler.decide(HELD, silent, null, day(27));
        Decision late = Scheduler.decide(HELD, silent, null, day(32.5));

        assertThat(early).isInstanceOf(Decision.Wait.class);
        assertThat(order(late).kind()).isEqualTo(Kind.RENEWAL);
        assertThat(order(late).why().reason()).isEqualTo(Reason.RULE_REACHED);
    }

    @Test
    void withATenthOfTheLifeLeftNothingIsWaitedFor() {
        RenewalInfo far = new RenewalInfo(new Window(day(44), day(44.5)), day(44.2), day(40));

        assertThat(decide(HELD.with(far), day(40.4))).isInstanceOf(Decision.Poll.class);
        Decision.Order order = order(decide(HELD.with(far), day(40.5)));
        assertThat(order.why().reason()).isEqualTo(Reason.LITTLE_LEFT);
        assertThat(order.why().sentence()).contains("4 d 12 h of 45 d 0 h");
        assertThat(order.priority()).isEqualTo(Priority.ROUTINE);
        assertThat(order(decide(HELD.with(far), day(43.1))).priority()).isEqualTo(Priority.URGENT);
    }

    @Test
    void aNewNameIsOrderedAtOnce() {
        Decision.Order order = order(decide(Situation.newName("www.example.com"), ISSUED));

        assertThat(order.priority()).isEqualTo(Priority.NEW);
        assertThat(order.kind()).isEqualTo(Kind.NEW);
    }

    @Test
    void aWrongSetUpWaitsForItsCheckAndSaysWhy() {
        Situation broken = asked(31).with(new Setup(false, "caa-forbids", day(30.5)));

        Decision decision = decide(broken, day(30.1));

        assertThat(decision)
                .isInstanceOfSatisfying(
                        Decision.Wait.class,
                        wait -> {
                            assertThat(wait.until()).isEqualTo(day(30.5));
                            assertThat(wait.why().sentence()).contains("caa-forbids");
                        });
    }

    @Test
    void aFailedTryIsNotRepeatedBeforeItsTime() {
        Tries failed =
                Tries.NONE.after(Failure.of(FailureClass.CONNECT, "refused"), LIFE, 0, day(30));

        Decision decision = decide(asked(31).with(failed), day(30).plusSeconds(60));

        assertThat(decision)
                .isInstanceOfSatisfying(
                        Decision.Wait.class,
                        wait -> {
                            assertThat(wait.until()).isEqualTo(day(30).plusSeconds(300));
                            assertThat(wait.why().sentence()).contains("connect: refused");
                        });
    }

    @Test
    void ownBudgetsAreWaitedForByTheNameAndSharedOnesInLine() {
        Authority used =
                new Authority(
                        CaRules.letsEncrypt(),
                        true,
                        Circuit.CLOSED,
                        budget ->
                                budget == Budget.DOMAIN || budget == Budget.ACCOUNT
                                        ? day(12)
                                        : ISSUED);

        Decision fresh = Scheduler.decide(Situation.newName("a.example"), used, null, day(10));
        Decision renewal = Scheduler.decide(asked(31), used, null, day(30));

        assertThat(fresh)
                .isInstanceOfSatisfying(
                        Decision.Wait.class,
                        wait ->
                                assertThat(wait.why().sentence())
                                        .isEqualTo(
                                                "The budget \"registered-domain\" is used up; it"
                                                        + " has a token at 2028-03-13T00:00:00Z."));
        assertThat(renewal).isInstanceOf(Decision.Order.class);
    }

    @Test
    void anOpenCircuitIsWaitedForAndAfterSixHoursTheSecondCaHelpsWhoHasLittleLeft() {
        Circuit open = open(day(33));
        Instant soon = day(33).plus(Duration.ofHours(5));
        Situation due = asked(60);

        assertThat(decide(due, ca(open), null, soon))
                .isInstanceOfSatisfying(
                        Decision.Wait.class,
                        wait -> assertThat(wait.why().reason()).isEqualTo(Reason.CIRCUIT_OPEN));
        assertThat(decide(due, ca(open), CA, soon)).isInstanceOf(Decision.Wait.class);
        assertThat(decide(due, ca(open), CA, day(33.5))).isInstanceOf(Decision.Wait.class);
        assertThat(decide(due, ca(open), ca(open), day(34))).isInstanceOf(Decision.Wait.class);
        Decision.Order order = order(decide(due, ca(open), CA, day(34)));
        assertThat(order.second()).isTrue();
        assertThat(order.replaces()).isFalse();
        assertThat(order.kind()).isEqualTo(Kind.NEW);
    }

    @Test
    void aCaThatDoesNotAnswerIsNotAskedForItsWindowEither() {
        Authority away = ca(open(day(1)));

        for (Situation each : new Situation[] {HELD, HELD.with((RenewalInfo) null)}) {
            assertThat(decide(each, away, null, day(29.95)))
                    .isInstanceOfSatisfying(
                            Decision.Wait.class,
                            wait ->
                                    assertThat(wait.until())
                                            .isEqualTo(day(29.95).plus(Duration.ofHours(1))));
        }
    }

    @Test
    void theFirstCaIsToldNothingOfWhatTheSecondIssued() {
        Situation borrowed = Situation.newName("a.example").issued(LIFE, true);

        assertThat(decide(borrowed, day(1))).isInstanceOf(Decision.Wait.class);
        assertThat(order(decide(borrowed, day(33))).kind()).isEqualTo(Kind.NEW);
    }

    @Test
    void whatIsAlreadyReplacedIsOrderedOnceMoreWithoutSayingSo() {
        Failure replaced = Failure.of(FailureClass.REPLACED, "already replaced");
        Tries once = Tries.NONE.after(replaced, LIFE, 0, day(30));

        assertThat(order(decide(asked(31).with(once), day(30))).kind()).isEqualTo(Kind.RENEWAL);
        assertThat(decide(asked(31).with(once.after(replaced, LIFE, 0, day(30))), day(30)))
                .isInstanceOf(Decision.Park.class);
    }

    @Test
    void whatStandsSaysWhy() {
        Tries blocked =
                Tries.NONE.after(
                        Failure.of(FailureClass.POLICY, "on a block list"), LIFE, 0, day(30));
        Tries paused =
                Tries.NONE.after(
                        Failure.rate(Optional.empty(), null, "too many"), LIFE, 0, day(30));
        Tries ours = Tries.NONE.after(Failure.of(FailureClass.OURS, "bad CSR"), LIFE, 0, day(30));

        assertThat(decide(asked(31).with(blocked), day(31)).why().reason())
                .isEqualTo(Reason.REFUSED_BY_POLICY);
        assertThat(decide(asked(31).with(paused), day(31)).why().reason())
                .isEqualTo(Reason.PAUSED_BY_CA);
        assertThat(decide(asked(31).with(ours), day(31)).why().reason())
                .isEqualTo(Reason.OUR_MISTAKE);
        assertThat(decide(asked(31).with(blocked), day(31)).why().sentence())
                .contains("policy: on a block list");
    }

    @Test
    void theNumbersOfADecisionAreThereForMachines() {
        assertThat(decide(HELD, day(10)).why().facts())
                .containsEntry("reason", "moment-ahead")
                .containsEntry("moment", "2028-03-31T00:00:00Z")
                .containsEntry("windowStart", "2028-03-30T12:00:00Z")
                .containsEntry("left", "35 d 0 h")
                .containsEntry("failures", 0);
    }

    private static Situation asked(double untilDay) {
        return HELD.with(new RenewalInfo(WINDOW, day(30), day(untilDay)));
    }

    private static Circuit open(Instant since) {
        Circuit circuit = Circuit.CLOSED;
        for (int i = 0; i < Circuit.OPENS_AT; i++) {
            circuit = circuit.failed(since);
        }
        return circuit;
    }

    private static Authority ca(Circuit circuit) {
        return new Authority(CaRules.letsEncrypt(), true, circuit, _ -> ISSUED);
    }

    private static Decision decide(Situation situation, Instant now) {
        return Scheduler.decide(situation, CA, null, now);
    }

    private static Decision decide(
            Situation situation, Authority first, @Nullable Authority second, Instant now) {
        return Scheduler.decide(situation, first, second, now);
    }

    private static Decision.Order order(Decision decision) {
        assertThat(decision).as(decision.why().sentence()).isInstanceOf(Decision.Order.class);
        return (Decision.Order) decision;
    }

    private static Instant day(double day) {
        return ISSUED.plusMillis((long) (day * 86_400_000));
    }
}
