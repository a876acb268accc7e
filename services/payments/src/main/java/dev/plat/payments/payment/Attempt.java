package dev.plat.payments.payment;

import dev.plat.payments.money.Money;
import dev.plat.payments.provider.Capture;
import dev.plat.payments.provider.Charge;
import dev.plat.payments.provider.DeclineClass;
import dev.plat.payments.provider.Refs;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One try to get a payment paid.
 *
 * @param id an {@code ATTEMPT} in the account's bucket; its text is the provider's key
 * @param capture whether the money is taken at once, or held first
 * @param expires until when the buyer's page takes money
 * @param customer the provider's name for the account; null before it was asked for
 * @param page the buyer's page, while it is open
 * @param sent how often it was asked for
 * @param firstSent when it was first asked for, from which on nobody knows
 * @param looks how often the provider was asked what became of it, since something was last known;
 *     of one without an answer odd: it was asked right before, and has none
 * @param wish what shall become of it
 * @param wishMinor how much shall be taken; in review how much should have been, 0: all
 * @param wished since when; null without a wish
 * @param wishSent whether that may have reached the provider
 * @param captured how much was taken
 * @param surplus taken although another attempt had paid, or may pay; it goes back
 * @param reason why it is over, or will be if nothing is found
 * @param due when it goes on by itself
 * @param epoch rises whenever somebody takes it up
 * @param method the card that is charged without the buyer; null: the buyer's page is opened
 * @param keepsCard whether the card of the page may be charged again later
 * @param decline what the bank's no meant; null when there was none
 */
public record Attempt(
        Id id,
        Id payment,
        Id account,
        Money amount,
        Capture capture,
        String returnUrl,
        String cancelUrl,
        Instant expires,
        AttemptState state,
        @Nullable String customer,
        Refs refs,
        @Nullable String page,
        int sent,
        @Nullable Instant firstSent,
        int looks,
        Wish wish,
        long wishMinor,
        @Nullable Instant wished,
        boolean wishSent,
        long captured,
        boolean surplus,
        @Nullable String reason,
        @Nullable Instant due,
        long epoch,
        @Nullable String method,
        boolean keepsCard,
        @Nullable DeclineClass decline) {

    public Attempt {
        if (id.kind() != IdKind.ATTEMPT || payment.kind() != IdKind.PAYMENT) {
            throw new IllegalArgumentException("an attempt's id and its payment's");
        }
    }

    /** As it begins: due at once. */
    public static Attempt created(Id id, Payment payment, Instant expires, Instant now) {
        return created(id, payment, expires, null, now);
    }

    /** The same without the buyer, by a card that they left. */
    public static Attempt charging(
            Id id, Payment payment, String method, Instant expires, Instant now) {
        return created(id, payment, expires, method, now);
    }

    private static Attempt created(
            Id id, Payment payment, Instant expires, @Nullable String method, Instant now) {
        return new Attempt(
                id,
                payment.id(),
                payment.account(),
                payment.amount(),
                payment.capture(),
                payment.returnUrl(),
                payment.cancelUrl(),
                expires,
                AttemptState.CREATED,
                null,
                Refs.NONE,
                null,
                0,
                null,
                0,
                Wish.NONE,
                0,
                null,
                false,
                0,
                false,
                null,
                now,
                0,
                method,
                false,
                null);
    }

    /** As a provider is asked for it. */
    public Charge charge() {
        return new Charge(
                id,
                payment,
                account,
                amount,
                capture,
                Objects.requireNonNull(customer),
                returnUrl,
                cancelUrl,
                expires,
                method,
                keepsCard);
    }

    /**
     * As it ends when it is not to be sent any more.
     *
     * @throws IllegalStateException when it may have been sent
     */
    public Attempt unsent() {
        if (state != AttemptState.CREATED) {
            throw new IllegalStateException(id + " is " + state.text());
        }
        return Hearing.ended(this, AttemptState.VOIDED, "given up before it was sent");
    }

    /** Whether no other attempt of its payment may begin. */
    public boolean live() {
        return !state.dead() && !surplus;
    }

    Money wishAmount() {
        return new Money(wishMinor, amount.currency());
    }

    Money capturedAmount() {
        return new Money(captured, amount.currency());
    }

    Attempt with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.done();
    }

    /** What changes of an attempt while it lasts. */
    static final class Draft {

        private final Attempt from;
        AttemptState state;
        @Nullable String customer;
        Refs refs;
        @Nullable String page;
        int sent;
        @Nullable Instant firstSent;
        int looks;
        Wish wish;
        long wishMinor;
        @Nullable Instant wished;
        boolean wishSent;
        long captured;
        boolean surplus;
        @Nullable String reason;
        @Nullable Instant due;
        long epoch;
        @Nullable DeclineClass decline;

        private Draft(Attempt from) {
            this.from = from;
            state = from.state;
            customer = from.customer;
            refs = from.refs;
            page = from.page;
            sent = from.sent;
            firstSent = from.firstSent;
            looks = from.looks;
            wish = from.wish;
            wishMinor = from.wishMinor;
            wished = from.wished;
            wishSent = from.wishSent;
            captured = from.captured;
            surplus = from.surplus;
            reason = from.reason;
            due = from.due;
            epoch = from.epoch;
            decline = from.decline;
        }

        void noWish() {
            wish = Wish.NONE;
            wishMinor = 0;
            wished = null;
            wishSent = false;
        }

        private Attempt done() {
            return new Attempt(
                    from.id,
                    from.payment,
                    from.account,
                    from.amount,
                    from.capture,
                    from.returnUrl,
                    from.cancelUrl,
                    from.expires,
                    state,
                    customer,
                    refs,
                    page,
                    sent,
                    firstSent,
                    looks,
                    wish,
                    wishMinor,
                    wished,
                    wishSent,
                    captured,
                    surplus,
                    reason,
                    due,
                    epoch,
                    from.method,
                    from.keepsCard,
                    decline);
        }
    }
}
