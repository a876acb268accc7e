package dev.plat.payments.provider.stripe;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.PaymentIntent;
import com.stripe.model.PaymentMethod;
import com.stripe.model.StripeCollection;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.PaymentIntentListParams;
import com.stripe.param.PaymentIntentRetrieveParams;
import dev.plat.payments.provider.Charge;
import dev.plat.payments.provider.Outcome;
import dev.plat.payments.provider.Refs;
import dev.plat.payments.provider.SavedCard;
import java.time.YearMonth;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Cards that buyers left: what is known of them, and charging one without its owner. */
final class StripeCards {

    private static final long PAGE = 100;
    private static final int PAGES_MAX = 10;

    private StripeCards() {}

    /** The same charge gives the same words, to the byte. */
    static PaymentIntentCreateParams params(Charge charge) {
        PaymentIntentCreateParams.Builder params =
                PaymentIntentCreateParams.builder()
                        .setAmount(StripeAmounts.sent(charge.amount()))
                        .setCurrency(charge.amount().currency().code().toLowerCase(Locale.ROOT))
                        .setCustomer(charge.customer())
                        .setPaymentMethod(Objects.requireNonNull(charge.method()))
                        .addPaymentMethodType("card")
                        .setConfirm(true)
                        .setOffSession(true);
        StripeOutcomes.marks(charge).entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(mark -> params.putMetadata(mark.getKey(), mark.getValue()));
        return params.build();
    }

    /**
     * What became of a charge without the buyer. What waits for a card or for the buyer has been
     * declined: nobody is there to do anything, and it is not asked again under this key.
     */
    static Outcome outcome(PaymentIntent intent, Charge charge) {
        Outcome told = StripeOutcomes.of(intent, charge, Refs.NONE);
        if (told instanceof Outcome.ActionNeeded(Refs refs, _, Optional<String> declined)) {
            String code = declined.orElse("authentication_required");
            return new Outcome.Declined(refs, StripeOutcomes.kind(code), code);
        }
        return told;
    }

    /** By the marks, in the customer's own list, which does not lag. */
    static Outcome find(StripeClient client, Charge charge) throws StripeException {
        String ours = charge.attempt().toString();
        String after = null;
        for (int page = 0; page < PAGES_MAX; page++) {
            PaymentIntentListParams.Builder params =
                    PaymentIntentListParams.builder().setCustomer(charge.customer()).setLimit(PAGE);
            if (after != null) {
                params.setStartingAfter(after);
            }
            StripeCollection<PaymentIntent> list =
                    client.v1().paymentIntents().list(params.build());
            for (PaymentIntent intent : list.getData()) {
                Map<String, String> marks = intent.getMetadata();
                if (marks != null && ours.equals(marks.get(StripeOutcomes.ATTEMPT))) {
                    return outcome(intent, charge);
                }
            }
            if (!Boolean.TRUE.equals(list.getHasMore()) || list.getData().isEmpty()) {
                break;
            }
            after = list.getData().getLast().getId();
        }
        return new Outcome.NotFound();
    }

    /** By which an intent was paid, when it was kept for its customer. */
    static Optional<SavedCard> card(StripeClient client, Refs refs) throws StripeException {
        String intent = refs.intent();
        if (intent == null) {
            return Optional.empty();
        }
        PaymentIntentRetrieveParams params =
                PaymentIntentRetrieveParams.builder().addExpand("payment_method").build();
        @Nullable PaymentMethod method =
                client.v1().paymentIntents().retrieve(intent, params).getPaymentMethodObject();
        if (method == null || method.getCustomer() == null || method.getCard() == null) {
            return Optional.empty();
        }
        PaymentMethod.Card card = method.getCard();
        return Optional.of(
                new SavedCard(
                        method.getId(),
                        String.valueOf(card.getBrand()),
                        String.valueOf(card.getLast4()),
                        YearMonth.of(
                                Math.toIntExact(card.getExpYear()),
                                Math.toIntExact(card.getExpMonth()))));
    }
}
