package dev.plat.payments.provider.stripe;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.Event;
import com.stripe.model.Refund;
import com.stripe.model.StripeCollection;
import com.stripe.model.checkout.Session;
import com.stripe.param.EventListParams;
import com.stripe.param.RefundListParams;
import com.stripe.param.checkout.SessionListParams;
import dev.plat.payments.provider.Charge;
import dev.plat.payments.provider.Outcome;
import dev.plat.payments.provider.Refs;
import dev.plat.payments.provider.Repayment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What Stripe lists: how what had no answer is found again. */
final class StripeLists {

    private static final long PAGE = 100;

    /** Sessions of one account: more than fit in the thirty days that are looked back. */
    private static final int PAGES_MAX = 10;

    private StripeLists() {}

    /** Of this attempt, by the customer's list, which does not lag as the search does. */
    static List<String> pages(StripeClient client, Charge charge) throws StripeException {
        List<String> ours = new ArrayList<>();
        String after = null;
        for (int page = 0; page < PAGES_MAX; page++) {
            SessionListParams.Builder params =
                    SessionListParams.builder().setCustomer(charge.customer()).setLimit(PAGE);
            if (after != null) {
                params.setStartingAfter(after);
            }
            StripeCollection<Session> list = client.v1().checkout().sessions().list(params.build());
            for (Session session : list.getData()) {
                boolean marked =
                        session.getMetadata() != null
                                && charge.attempt()
                                        .toString()
                                        .equals(session.getMetadata().get(StripeOutcomes.ATTEMPT));
                if (marked) {
                    ours.add(session.getId());
                }
            }
            if (!Boolean.TRUE.equals(list.getHasMore()) || list.getData().isEmpty()) {
                break;
            }
            after = list.getData().getLast().getId();
        }
        return ours;
    }

    /** Of several pages the one where money moves; two of those are a contradiction. */
    static Outcome best(List<Outcome> found) {
        List<Outcome> moving = found.stream().filter(StripeLists::moves).toList();
        if (moving.size() > 1) {
            return new Outcome.Contradiction(Refs.NONE, "two pages of one attempt were paid");
        }
        return moving.stream()
                .findFirst()
                .or(() -> found.stream().filter(Outcome.ActionNeeded.class::isInstance).findFirst())
                .or(() -> found.stream().findFirst())
                .orElseGet(Outcome.NotFound::new);
    }

    private static boolean moves(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Succeeded _,
                    Outcome.Authorised _,
                    Outcome.Pending _,
                    Outcome.Contradiction _ ->
                    true;
            case Outcome.ActionNeeded _,
                    Outcome.Declined _,
                    Outcome.Voided _,
                    Outcome.Refused _,
                    Outcome.NotFound _,
                    Outcome.Unknown _ ->
                    false;
        };
    }

    static Optional<Refund> refund(StripeClient client, Repayment repayment)
            throws StripeException {
        RefundListParams params =
                RefundListParams.builder()
                        .setPaymentIntent(repayment.intent())
                        .setLimit(PAGE)
                        .build();
        String ours = repayment.refund().toString();
        return client.v1().refunds().list(params).getData().stream()
                .filter(one ->
                        one.getMetadata() != null
                                && ours.equals(one.getMetadata().get(StripeOutcomes.REFUND)))
                .findFirst();
    }

    /** The newest first. */
    static StripeCollection<Event> events(
            StripeClient client, Instant since, Optional<String> before) throws StripeException {
        EventListParams.Builder params =
                EventListParams.builder()
                        .setLimit(PAGE)
                        .setCreated(
                                EventListParams.Created.builder()
                                        .setGte(since.getEpochSecond())
                                        .build());
        before.ifPresent(params::setStartingAfter);
        return client.v1().events().list(params.build());
    }
}
