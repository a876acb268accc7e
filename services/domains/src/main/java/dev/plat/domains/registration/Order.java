package dev.plat.domains.registration;

import dev.plat.domains.registrar.Secret;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One business act at a registry: a name bought, or made to last longer.
 *
 * @param id a {@code REGISTRY_ORDER} in the account's bucket
 * @param effect the buyer's key: the same key is the same order
 * @param name an A-label
 * @param renews the expiry date that a renewal starts from; null buys the name
 * @param code this order's own secret, by which the registry tells whether a name is its
 * @param state where it stands
 * @param sent how many creates (or renewals) may have reached the registry
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
    }

    /** A name to be bought, held for this order. */
    public static Order held(Id id, String effect, String name, int years, Secret code) {
        return of(id, effect, name, years, null, code);
    }

    /** A name to last longer from this date on. */
    public static Order renewal(
            Id id, String effect, String name, int years, LocalDate from, Secret code) {
        return of(id, effect, name, years, from, code);
    }

    private static Order of(
            Id id, String effect, String name, int years, @Nullable LocalDate from, Secret code) {
        return new Order(
                id,
                effect,
                name,
                years,
                from,
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
        return new Order(
                id,
                effect,
                name,
                years,
                renews,
                code,
                OrderState.SUBMITTED,
                sent,
                now,
                lastSent,
                again,
                verified,
                expires,
                reason,
                now,
                epoch);
    }

    /** Somebody takes it up until {@code lease}. */
    Order taken(Instant lease) {
        return new Order(
                id, effect, name, years, renews, code, state, sent, submitted, lastSent, again,
                verified, expires, reason, lease, epoch + 1);
    }

    /** Something is about to be sent, so from here on nobody knows. */
    Order sending(Instant now) {
        return new Order(
                id,
                effect,
                name,
                years,
                renews,
                code,
                OrderState.UNKNOWN,
                sent + 1,
                submitted,
                now,
                false,
                verified,
                expires,
                null,
                due,
                epoch);
    }

    Order waiting(OrderState in, boolean sendAgain, Instant until) {
        return new Order(
                id, effect, name, years, renews, code, in, sent, submitted, lastSent, sendAgain,
                verified, expires, reason, until, epoch);
    }

    /** A repeat was refused for good, but one sent before it may still be found. */
    Order doubted(String why, Instant until) {
        return new Order(
                id,
                effect,
                name,
                years,
                renews,
                code,
                OrderState.UNKNOWN,
                sent,
                submitted,
                lastSent,
                false,
                verified,
                expires,
                why,
                until,
                epoch);
    }

    Order registered(@Nullable Instant until, boolean asked, @Nullable Instant next) {
        return new Order(
                id,
                effect,
                name,
                years,
                renews,
                code,
                OrderState.REGISTERED,
                sent,
                submitted,
                lastSent,
                false,
                asked,
                until,
                null,
                next,
                epoch);
    }

    Order ended(OrderState in, String why) {
        return new Order(
                id, effect, name, years, renews, code, in, sent, submitted, lastSent, false,
                verified, expires, why, null, epoch);
    }
}
