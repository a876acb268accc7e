package dev.plat.domains.registration;

import dev.plat.domains.registrar.Secret;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One business act at a registry: a name bought, brought over, or made to last longer.
 *
 * @param id a {@code REGISTRY_ORDER} in the account's bucket
 * @param effect the buyer's key: the same key is the same order
 * @param name an A-label
 * @param renews the expiry date that a renewal starts from; null buys the name, or brings it over
 * @param transfers brings the name over from another registrar
 * @param code this order's own secret, by which the registry tells whether a name is its; of a
 *     transfer, the one that its owner was given
 * @param state where it stands
 * @param sent how many creates (renewals, requests) may have reached the registry
 * @param submitted when it was to be carried out
 * @param lastSent when the last of them was sent
 * @param again the registry does not know the name, long enough after: send it once more
 * @param verified {@code expires} was asked for and not only told
 * @param expires what the registry says
 * @param reason why it is refused or parked, or will be if nothing is found
 * @param due when it goes on by itself
 * @param epoch rises whenever somebody takes it up
 */
public record Order(
        Id id,
        String effect,
        String name,
        int years,
        @Nullable LocalDate renews,
        boolean transfers,
        Secret code,
        OrderState state,
        int sent,
        @Nullable Instant submitted,
        @Nullable Instant lastSent,
        boolean again,
        boolean verified,
        @Nullable Instant expires,
        @Nullable String reason,
        @Nullable Instant due,
        long epoch) {

    private static final int YEARS_MAX = 10;

    public Order {
        if (id.kind() != IdKind.REGISTRY_ORDER || years < 1 || years > YEARS_MAX) {
            throw new IllegalArgumentException("an order's id, and 1 to 10 years");
        }
        if (transfers && renews != null) {
            throw new IllegalArgumentException("a transfer or a renewal");
        }
    }

    /** A name to be bought, held for this order. */
    public static Order held(Id id, String effect, String name, int years, Secret code) {
        return of(id, effect, name, years, null, false, code);
    }

    /** A name to last longer from this date on. */
    public static Order renewal(
            Id id, String effect, String name, int years, LocalDate from, Secret code) {
        return of(id, effect, name, years, from, false, code);
    }

    /** A name to be brought over with the code that its owner was given. */
    public static Order transfer(Id id, String effect, String name, Secret code) {
        return of(id, effect, name, 1, null, true, code);
    }

    private static Order of(
            Id id,
            String effect,
            String name,
            int years,
            @Nullable LocalDate from,
            boolean transfers,
            Secret code) {
        return new Order(
                id,
                effect,
                name,
                years,
                from,
                transfers,
                code,
                OrderState.HELD,
                0,
                null,
                null,
                false,
                false,
                null,
                null,
                null,
                0);
    }

    /** How long it is, or is told to be. */
    public Optional<Instant> expiry() {
        return Optional.ofNullable(expires);
    }

    Order submit(Instant now) {
        return with(it -> {
            it.state = OrderState.SUBMITTED;
            it.submitted = now;
            it.due = now;
        });
    }

    /** Somebody takes it up until {@code lease}. */
    Order taken(Instant lease) {
        return with(it -> {
            it.due = lease;
            it.epoch++;
        });
    }

    /** Something is about to be sent, so from here on nobody knows. */
    Order sending(Instant now) {
        return with(it -> {
            it.state = OrderState.UNKNOWN;
            it.sent++;
            it.lastSent = now;
            it.again = false;
            it.reason = null;
        });
    }

    Order waiting(OrderState in, boolean sendAgain, Instant until) {
        return with(it -> {
            it.state = in;
            it.again = sendAgain;
            it.due = until;
        });
    }

    /** A repeat was refused for good, but one sent before it may still be found. */
    Order doubted(String why, Instant until) {
        return with(it -> {
            it.state = OrderState.UNKNOWN;
            it.again = false;
            it.reason = why;
            it.due = until;
        });
    }

    Order registered(@Nullable Instant until, boolean asked, @Nullable Instant next) {
        return with(it -> {
            it.state = OrderState.REGISTERED;
            it.again = false;
            it.verified = asked;
            it.expires = until;
            it.reason = null;
            it.due = next;
        });
    }

    Order ended(OrderState in, String why) {
        return with(it -> {
            it.state = in;
            it.again = false;
            it.reason = why;
            it.due = null;
        });
    }

    private Order with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.done();
    }

    /** What changes of an order while it is carried out. */
    private static final class Draft {

        private final Order from;
        private OrderState state;
        private int sent;
        private @Nullable Instant submitted;
        private @Nullable Instant lastSent;
        private boolean again;
        private boolean verified;
        private @Nullable Instant expires;
        private @Nullable String reason;
        private @Nullable Instant due;
        private long epoch;

        Draft(Order from) {
            this.from = from;
            state = from.state;
            sent = from.sent;
            submitted = from.submitted;
            lastSent = from.lastSent;
            again = from.again;
            verified = from.verified;
            expires = from.expires;
            reason = from.reason;
            due = from.due;
            epoch = from.epoch;
        }

        Order done() {
            return new Order(
                    from.id,
                    from.effect,
                    from.name,
                    from.years,
                    from.renews,
                    from.transfers,
                    from.code,
                    state,
                    sent,
                    submitted,
                    lastSent,
                    again,
                    verified,
                    expires,
                    reason,
                    due,
                    epoch);
        }
    }
}
