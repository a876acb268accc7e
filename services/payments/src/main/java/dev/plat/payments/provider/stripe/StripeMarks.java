package dev.plat.payments.provider.stripe;

import com.stripe.exception.StripeException;
import com.stripe.model.PaymentIntent;
import com.stripe.model.Refund;
import com.stripe.model.checkout.Session;
import dev.plat.payments.provider.Refs;
import dev.plat.payments.provider.Sighting;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.PlatException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whose an object is, by what we wrote on it when it was made. */
final class StripeMarks {

    private static final int MISSING = 404;

    private StripeMarks() {}

    static Sighting of(Session session) {
        return attempt(session.getMetadata(), StripeOutcomes.refs(session));
    }

    static Sighting of(PaymentIntent intent) {
        return attempt(intent.getMetadata(), new Refs(null, intent.getId()));
    }

    static Sighting of(Refund refund) {
        return id(refund.getMetadata(), StripeOutcomes.REFUND, IdKind.REFUND)
                .<Sighting>map(Sighting.OfRefund::new)
                .orElseGet(StripeMarks::foreign);
    }

    static Sighting of(StripeException failure) {
        return failure.getStatusCode() != null && failure.getStatusCode() == MISSING
                ? new Sighting.Foreign("the provider does not know it any more")
                : new Sighting.Unclear(StripeFailures.text(failure));
    }

    static Sighting attempt(@Nullable Map<String, String> metadata, Refs refs) {
        return id(metadata, StripeOutcomes.ATTEMPT, IdKind.ATTEMPT)
                .<Sighting>map(attempt -> new Sighting.OfAttempt(attempt, refs))
                .orElseGet(StripeMarks::foreign);
    }

    private static Sighting foreign() {
        return new Sighting.Foreign("without a mark of ours");
    }

    private static Optional<Id> id(
            @Nullable Map<String, String> metadata, String mark, IdKind kind) {
        @Nullable String text = metadata == null ? null : metadata.get(mark);
        try {
            return text == null ? Optional.empty() : Optional.of(Id.parse(kind, text));
        } catch (PlatException e) {
            return Optional.empty();
        }
    }
}
