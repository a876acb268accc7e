package dev.plat.payments.provider.stripe;

import com.stripe.model.PaymentIntent;
import com.stripe.model.Refund;
import com.stripe.model.StripeError;
import com.stripe.model.checkout.Session;
import dev.plat.payments.money.Money;
import dev.plat.payments.provider.Charge;
import dev.plat.payments.provider.DeclineClass;
import dev.plat.payments.provider.Outcome;
import dev.plat.payments.provider.Refs;
import dev.plat.payments.provider.Repayment;
import dev.plat.payments.provider.RepaymentOutcome;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What Stripe's objects say, held against what was asked: another attempt's, another amount or
 * another currency is a contradiction, whatever else they say.
 */
final class StripeOutcomes {

    static final String ATTEMPT = "attempt";
    static final String PAYMENT = "payment";
    static final String ACCOUNT = "account";
    static final String REFUND = "refund";

    /** Of these cards there is nothing to hope for. Source: Stripe's page "Decline codes". */
    private static final Set<String> HARD =
            Set.of(
                    "expired_card",
                    "fraudulent",
                    "incorrect_number",
                    "invalid_account",
                    "invalid_number",
                    "lost_card",
                    "merchant_blacklist",
                    "pickup_card",
                    "restricted_card",
                    "revocation_of_all_authorizations",
                    "revocation_of_authorization",
                    "stolen_card",
                    "stop_payment_order");

    private StripeOutcomes() {}

    static Map<String, String> marks(Charge charge) {
        return Map.of(
                ATTEMPT, charge.attempt().toString(),
                PAYMENT, charge.payment().toString(),
                ACCOUNT, charge.account().toString());
    }

    static Refs refs(Session session) {
        return new Refs(session.getId(), session.getPaymentIntent());
    }

    /**
     * A buyer's page, with what was paid there.
     *
     * @param session with its payment intent, not only the intent's id
     */
    static Outcome of(Session session, Charge charge) {
        Refs refs = refs(session);
        Optional<String> wrong =
                wrong(
                        session.getMetadata(),
                        session.getAmountTotal(),
                        session.getCurrency(),
                        charge);
        if (wrong.isPresent()) {
            return new Outcome.Contradiction(refs, wrong.get());
        }
        @Nullable PaymentIntent intent = session.getPaymentIntentObject();
        if (session.getPaymentIntent() != null && intent == null) {
            return new Outcome.Unknown("a payment intent by its id alone");
        }
        if (intent != null && settled(intent)) {
            return of(intent, charge, refs);
        }
        return switch (String.valueOf(session.getStatus())) {
            case "open" ->
                    new Outcome.ActionNeeded(
                            refs, Optional.ofNullable(session.getUrl()), declined(intent));
            case "expired" -> over(refs, intent);
            // Some ways to pay say yes or no days later.
            case "complete" ->
                    declined(intent).isPresent() ? over(refs, intent) : new Outcome.Pending(refs);
            default -> new Outcome.Unknown("a session that is " + session.getStatus());
        };
    }

    private static boolean settled(PaymentIntent intent) {
        return switch (String.valueOf(intent.getStatus())) {
            case "succeeded", "requires_capture", "processing", "canceled" -> true;
            default -> false;
        };
    }

    /** The movement itself. */
    static Outcome of(PaymentIntent intent, Charge charge, Refs known) {
        Refs refs = new Refs(known.session(), intent.getId());
        Optional<String> wrong =
                wrong(intent.getMetadata(), intent.getAmount(), intent.getCurrency(), charge);
        if (wrong.isPresent()) {
            return new Outcome.Contradiction(refs, wrong.get());
        }
        return switch (String.valueOf(intent.getStatus())) {
            case "succeeded" -> taken(intent, refs);
            case "requires_capture" -> new Outcome.Authorised(refs);
            case "processing" -> new Outcome.Pending(refs);
            case "canceled" -> over(refs, intent);
            case "requires_payment_method", "requires_confirmation", "requires_action" ->
                    new Outcome.ActionNeeded(refs, Optional.empty(), declined(intent));
            default -> new Outcome.Unknown("an intent that " + intent.getStatus());
        };
    }

    private static Outcome taken(PaymentIntent intent, Refs refs) {
        Long received = intent.getAmountReceived();
        Optional<Money> captured =
                received == null
                        ? Optional.empty()
                        : StripeAmounts.told(received, intent.getCurrency());
        return captured.<Outcome>map(money -> new Outcome.Succeeded(refs, money))
                .orElseGet(() -> new Outcome.Contradiction(refs, "taken, and not said how much"));
    }

    private static Outcome over(Refs refs, @Nullable PaymentIntent intent) {
        return declined(intent)
                .<Outcome>map(code -> new Outcome.Declined(refs, kind(code), code))
                .orElseGet(() -> new Outcome.Voided(refs));
    }

    private static Optional<String> declined(@Nullable PaymentIntent intent) {
        @Nullable StripeError last = intent == null ? null : intent.getLastPaymentError();
        return last == null ? Optional.empty() : Optional.of(code(last));
    }

    static String code(StripeError error) {
        return error.getDeclineCode() != null
                ? error.getDeclineCode()
                : String.valueOf(error.getCode());
    }

    static DeclineClass kind(String code) {
        if (code.equals("authentication_required")) {
            return DeclineClass.ACTION;
        }
        return HARD.contains(code) ? DeclineClass.HARD : DeclineClass.SOFT;
    }

    private static Optional<String> wrong(
            @Nullable Map<String, String> metadata,
            @Nullable Long amount,
            @Nullable String currency,
            Charge charge) {
        if (metadata == null || !charge.attempt().toString().equals(metadata.get(ATTEMPT))) {
            return Optional.of("it is not marked as this attempt's");
        }
        Optional<Money> told =
                amount == null || currency == null
                        ? Optional.empty()
                        : StripeAmounts.told(amount, currency);
        return told.equals(Optional.of(charge.amount()))
                ? Optional.empty()
                : Optional.of(
                        "asked for "
                                + charge.amount()
                                + ", has "
                                + amount
                                + " "
                                + String.valueOf(currency).toUpperCase(Locale.ROOT));
    }

    static RepaymentOutcome of(Refund refund, Repayment asked) {
        Long amount = refund.getAmount();
        Optional<Money> told =
                amount == null || refund.getCurrency() == null
                        ? Optional.empty()
                        : StripeAmounts.told(amount, refund.getCurrency());
        if (!told.equals(Optional.of(asked.amount()))) {
            return new RepaymentOutcome.Contradiction(
                    "asked for " + asked.amount() + ", has " + amount);
        }
        return switch (String.valueOf(refund.getStatus())) {
            case "succeeded" -> new RepaymentOutcome.Done(refund.getId());
            case "pending", "requires_action" -> new RepaymentOutcome.Pending(refund.getId());
            case "failed", "canceled" ->
                    new RepaymentOutcome.Failed(String.valueOf(refund.getFailureReason()));
            default -> new RepaymentOutcome.Unknown("a refund that is " + refund.getStatus());
        };
    }
}
