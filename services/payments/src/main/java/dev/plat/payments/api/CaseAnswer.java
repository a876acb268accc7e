package dev.plat.payments.api;

import dev.plat.payments.api.PaymentAnswer.Amount;
import dev.plat.payments.api.PaymentAnswer.RefundAnswer;
import dev.plat.payments.operator.OpenCase;
import dev.plat.payments.payment.Attempt;
import dev.plat.payments.store.PostgresMovementEnds;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How something stands that a person has ended.
 *
 * @param what its number; of a refund that is tried again, the new one
 */
@Serdeable
record CaseAnswer(String what, String state, Amount amount, @Nullable String reason) {

    /**
     * How it shall end.
     *
     * @param how of a refund {@code again elsewhere went}, of an attempt {@code taken nothing}, of
     *     a movement {@code booked} or an account
     * @param next the number under which a refund is tried again; null where it is not
     * @param intent the provider's name of what took the money of an attempt; null where it is
     *     known
     * @param by who says so, as their own machine knows them
     * @param reason why, in a line
     */
    @Serdeable
    record End(
            String how, @Nullable String next, @Nullable String intent, String by, String reason) {}

    /**
     * What waits for a person, the oldest first.
     *
     * @param more whether there are others
     */
    @Serdeable
    record All(List<Open> cases, boolean more) {}

    /**
     * @param of the payment, or the subscription that owes it; null: nobody's
     */
    @Serdeable
    record Open(
            String what,
            String state,
            Amount amount,
            String since,
            @Nullable String of,
            @Nullable String reason) {

        static Open of(OpenCase it) {
            return new Open(
                    it.what(),
                    it.state(),
                    Amount.of(it.amount()),
                    it.since().toString(),
                    it.of(),
                    it.reason());
        }
    }

    static CaseAnswer of(PostgresMovementEnds.Ended it) {
        return new CaseAnswer(it.movement(), "settled", Amount.of(it.amount()), "to " + it.to());
    }

    static CaseAnswer of(Attempt it) {
        return new CaseAnswer(
                it.id().toString(), it.state().text(), Amount.of(it.amount()), it.reason());
    }

    static CaseAnswer of(RefundAnswer it) {
        return new CaseAnswer(it.refund(), it.state(), it.amount(), it.reason());
    }
}
