package dev.plat.payments.refund;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.payments.money.Money;
import dev.plat.payments.provider.RepaymentOutcome;
import dev.plat.router.testkit.Seed;
import dev.plat.router.testkit.SeededTest;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.PlatException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * Money goes back once, and every refund ends known. Random histories at a provider that loses
 * answers, repeats its failures, refuses, contradicts itself and forgets keys after a day, with
 * banks that send money back, a process that ends between any two steps, and operators who end what
 * was given up, two at a time; then the faults end, and what is told must be what went back.
 */
class RefundedOnceTest {

    private static final Instant START = Instant.parse("2027-01-01T00:00:00Z");
    private static final int HISTORIES_MAX = 5_000;

    @SeededTest(cases = 1_000)
    void everyRefundEndsKnownAndGoesBackOnce(Seed seed) {
        assertThat(new RefundHistory(seed.random(), Guards.ALL, false).play()).isEmpty();
    }

    /** A provider that breaks its word: a long run found the second refund. */
    @SeededTest(cases = 1_000)
    void alsoWhereKeysAreForgottenAtAnyTime(Seed seed) {
        assertThat(new RefundHistory(seed.random(), Guards.ALL, true).play()).isEmpty();
    }

    @Test
    void withoutTheTwentyHoursTheSearchFindsTheSecondRefund() {
        assertThat(search(new Guards(false, false, true), false)).isEqualTo("gone back 2 times");
    }

    @Test
    void withoutAskingFirstTheSearchFindsTheSecondRefund() {
        assertThat(search(new Guards(true, false, true), true)).isEqualTo("gone back 2 times");
    }

    /** One operator tries again, the other has paid from the bank. */
    @Test
    void withoutOneEndOfEachTheSearchFindsTheSecondRefund() {
        assertThat(search(new Guards(true, true, false), false)).isEqualTo("gone back 2 times");
    }

    private static String search(Guards guards, boolean forgetful) {
        String found = "nothing in " + HISTORIES_MAX + " histories";
        for (int i = 0; i < HISTORIES_MAX && !found.startsWith("gone"); i++) {
            List<String> faults = new RefundHistory(new Random(i), guards, forgetful).play();
            found = faults.stream().filter(it -> it.startsWith("gone")).findFirst().orElse(found);
        }
        return found;
    }

    @Test
    void onlyWhatWaitsForAPersonIsEndedByOne() {
        RefundMachine machine = new RefundMachine(Guards.ALL, Duration.ofMinutes(1));
        IdGenerator ids = new IdGenerator(() -> START, new Random(1));
        Id account = ids.nextAnywhere(IdKind.ACCOUNT);
        Id next = ids.next(IdKind.REFUND, account);
        Refund fresh = RefundHistory.refund(ids, account);
        Refund asked = machine.begin(fresh, START).orElseThrow().refund();
        Refund failed = machine.hear(asked, true, new RepaymentOutcome.Refused("disputed"), START);
        Refund unclear =
                machine.hear(asked, true, new RepaymentOutcome.Contradiction("two"), START);

        for (Refund one : List.of(fresh, asked)) {
            refused(one, it -> machine.settle(it, RefundEnd.ELSEWHERE, null), "order-state");
        }
        refused(failed, it -> machine.settle(it, RefundEnd.WENT, null), "order-state");
        refused(failed, it -> machine.settle(it, RefundEnd.AGAIN, null), "field-invalid");
        refused(failed, it -> machine.settle(it, RefundEnd.AGAIN, it.id()), "field-invalid");
        refused(failed, it -> machine.settle(it, RefundEnd.ELSEWHERE, next), "field-invalid");

        Refund again = machine.settle(failed, RefundEnd.AGAIN, next);
        assertThat(again.waits()).isFalse();
        assertThat(again.following(START).amount()).isEqualTo(Money.of(500, "EUR"));
        assertThat(machine.settle(again, RefundEnd.AGAIN, next)).isEqualTo(again);
        refused(again, it -> machine.settle(it, RefundEnd.ELSEWHERE, null), "order-state");
        Refund went = machine.settle(unclear, RefundEnd.WENT, null);
        assertThat(went.state()).isEqualTo(RefundState.DONE);
        assertThat(machine.settle(went, RefundEnd.WENT, null)).isEqualTo(went);
    }

    private static void refused(Refund refund, Function<Refund, Refund> settle, String code) {
        assertThatThrownBy(() -> settle.apply(refund))
                .as("%s", refund)
                .isInstanceOf(PlatException.class)
                .hasMessageContaining(code);
    }
}
