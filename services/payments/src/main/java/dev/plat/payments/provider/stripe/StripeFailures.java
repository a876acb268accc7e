package dev.plat.payments.provider.stripe;

import com.stripe.exception.StripeException;
import dev.plat.payments.provider.Outcome;
import dev.plat.payments.provider.Refs;
import dev.plat.payments.provider.RepaymentOutcome;

/**
 * What a failed call says. Only where Stripe says that it did not take the call has nothing
 * happened; a key that is in use, too many calls, and all trouble of Stripe's own leave it open.
 */
final class StripeFailures {

    private static final int DECLINED = 402;
    private static final int MISSING = 404;
    private static final int IN_USE = 409;
    private static final int TOO_MANY = 429;

    private StripeFailures() {}

    private static int status(StripeException failure) {
        return failure.getStatusCode() == null ? 0 : failure.getStatusCode();
    }

    private static boolean open(int status) {
        return status < 400 || status >= 500 || status == IN_USE || status == TOO_MANY;
    }

    static Outcome outcome(StripeException failure, Refs refs) {
        int status = status(failure);
        if (status == DECLINED && failure.getStripeError() != null) {
            String code = StripeOutcomes.code(failure.getStripeError());
            return new Outcome.Declined(refs, StripeOutcomes.kind(code), code);
        }
        if (status == MISSING) {
            return new Outcome.NotFound();
        }
        return open(status)
                ? new Outcome.Unknown(text(failure))
                : new Outcome.Refused(String.valueOf(failure.getCode()), text(failure));
    }

    /** Of a refund nothing is found by its own id, so a missing one is the intent: refused. */
    static RepaymentOutcome repayment(StripeException failure) {
        return open(status(failure))
                ? new RepaymentOutcome.Unknown(text(failure))
                : new RepaymentOutcome.Refused(text(failure));
    }

    static String text(StripeException failure) {
        String text = status(failure) + " " + failure.getCode() + " " + failure.getMessage();
        return text.length() > 200 ? text.substring(0, 200) : text;
    }
}
