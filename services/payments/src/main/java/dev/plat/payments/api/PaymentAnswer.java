package dev.plat.payments.api;

import dev.plat.chassis.money.Minor;
import dev.plat.chassis.money.Sum;
import dev.plat.payments.money.Money;
import dev.plat.payments.payment.Attempt;
import dev.plat.payments.payment.PaymentBook.Standing;
import dev.plat.payments.refund.Refund;
import dev.plat.payments.refund.RefundEnd;
import dev.plat.payments.refund.RefundState;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a payment stands, as the attempt that counts.
 *
 * @param state {@code open action pending unknown authorised captured declined voided review}
 * @param page where the buyer pays; null unless the state is {@code action}
 * @param captured how much was taken
 * @param refunded how much of it goes back, or went
 * @param reason what the bank or the provider said last; null: nothing
 */
@Serdeable
record PaymentAnswer(
        String payment,
        String state,
        @Nullable String page,
        Amount captured,
        Amount refunded,
        @Nullable String reason) {

    /** Whole numbers of the smallest unit, as they are answered; what is asked is a {@link Sum}. */
    @Serdeable
    record Amount(long amount, String currency) {

        static Amount of(Money money) {
            return new Amount(money.minor(), money.currency().code());
        }
    }

    /**
     * What is to be paid.
     *
     * @param lines for what; null where nobody says, and then there will be no invoice
     */
    @Serdeable
    record New(
            String payment,
            String account,
            String order,
            Sum amount,
            String capture,
            String returnUrl,
            String cancelUrl,
            @Nullable List<NewLine> lines) {}

    /**
     * One thing that is paid for.
     *
     * @param line from 1
     * @param kind {@code plan} or {@code name}
     * @param subject the plan, or the name
     * @param total in the payment's currency, with tax
     * @param discount what was taken off by a coupon; null: nothing
     * @param coupon by which; null with it
     * @param tax within the total; null: none
     * @param jurisdiction to which it goes; null with it
     * @param percent of tax; null with it
     */
    @Serdeable
    record NewLine(
            int line,
            String kind,
            String subject,
            String price,
            int quantity,
            Minor total,
            @Nullable Minor discount,
            @Nullable String coupon,
            @Nullable Minor tax,
            @Nullable String jurisdiction,
            @Nullable String percent) {}

    /**
     * A part, in the payment's own currency.
     *
     * @param lines for which; null: for all
     */
    @Serdeable
    record Part(Sum amount, @Nullable List<Integer> lines) {}

    /**
     * Money that goes back.
     *
     * @param lines for which; null: a share of each
     * @param upTo whether what is left will do, where not so much is; null: no
     */
    @Serdeable
    record NewRefund(
            String refund, Sum amount, @Nullable List<Integer> lines, @Nullable Boolean upTo) {}

    /**
     * How a refund stands.
     *
     * @param refund its number; of one that was tried again, the last
     * @param state {@code created unknown pending done failed review}
     */
    @Serdeable
    record RefundAnswer(String refund, String state, Amount amount, @Nullable String reason) {

        static RefundAnswer of(Refund refund) {
            boolean elsewhere = refund.settled() == RefundEnd.ELSEWHERE;
            return new RefundAnswer(
                    refund.id().toString(),
                    elsewhere ? RefundState.DONE.text() : refund.state().text(),
                    Amount.of(refund.amount()),
                    elsewhere ? "paid back elsewhere" : refund.reason());
        }
    }

    static PaymentAnswer of(Standing standing) {
        Attempt newest = standing.newest();
        var currency = standing.payment().amount().currency();
        return new PaymentAnswer(
                standing.payment().id().toString(),
                state(newest),
                newest.page(),
                Amount.of(new Money(standing.payment().captured(), currency)),
                Amount.of(new Money(standing.payment().refunded(), currency)),
                newest.reason());
    }

    private static String state(Attempt attempt) {
        return switch (attempt.state()) {
            case CREATED, SENT -> "open";
            case ERRORED -> "voided";
            case ACTION, PENDING, UNKNOWN, AUTHORISED, CAPTURED, DECLINED, VOIDED, REVIEW ->
                    attempt.state().text();
        };
    }
}
