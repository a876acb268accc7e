package dev.plat.domains.registration;

import dev.plat.schemas.Id;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A name that an account buys, or has bought.
 *
 * @param effect the buyer's key: the same key is the same purchase
 * @param order at the registry, by which it was bought
 * @param site which it shall lead to; null: none
 * @param reason why it is refused or parked, or why its site does not have it
 * @param placed its zone stands and its site has it
 * @param locked other registrars are kept from taking it over
 * @param unlocked its owner has taken the lock off
 * @param renewal the order that makes it last longer; null for none yet
 * @param acted until when the plan around its last day was carried out
 * @param due when it goes on by itself
 * @param epoch of who is at it
 */
record Registration(
        Id id,
        Id account,
        String effect,
        Id order,
        String name,
        int years,
        @Nullable Id site,
        State state,
        @Nullable String reason,
        @Nullable Instant registered,
        @Nullable Instant expires,
        boolean placed,
        boolean locked,
        boolean unlocked,
        boolean autoRenew,
        @Nullable Id renewal,
        @Nullable Instant acted,
        @Nullable Instant deleted,
        @Nullable Instant due,
        long epoch) {

    /** The text stands in the database and never changes. */
    enum State {
        /** Priced, and kept from our other customers. */
        HELD,
        /** The order is under way. */
        ORDERED,
        ACTIVE,
        /** Not ours, and never was. */
        REFUSED,
        /** Given up before it was ordered. */
        RELEASED,
        /** A person must look. */
        PARKED,
        /** Was the account's, and is not any more. */
        GONE;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        static State of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }

        /** Keeps the name from our other customers. */
        boolean keepsName() {
            return this == HELD || this == ORDERED || this == ACTIVE || this == PARKED;
        }
    }

    static Registration held(
            Id id,
            Id account,
            String effect,
            Id order,
            String name,
            int years,
            @Nullable Id site,
            Instant until) {
        return new Registration(
                id,
                account,
                effect,
                order,
                name,
                years,
                site,
                State.HELD,
                null,
                null,
                null,
                false,
                false,
                false,
                true,
                null,
                null,
                null,
                until,
                0);
    }

    /** In another state, going on at {@code next}. */
    Registration to(State other, @Nullable String why, @Nullable Instant next) {
        return new Registration(
                id,
                account,
                effect,
                order,
                name,
                years,
                site,
                other,
                why,
                registered,
                expires,
                placed,
                locked,
                unlocked,
                autoRenew,
                renewal,
                acted,
                deleted,
                next,
                epoch);
    }

    Registration dueAt(@Nullable Instant next) {
        return to(state, reason, next);
    }

    /** Ours until then, as far as is known. */
    Registration active(Instant since, @Nullable Instant until, Instant next) {
        return new Registration(
                id,
                account,
                effect,
                order,
                name,
                years,
                site,
                State.ACTIVE,
                reason,
                registered == null ? since : registered,
                until == null ? expires : until,
                placed,
                locked,
                unlocked,
                autoRenew,
                renewal,
                acted == null ? since : acted,
                deleted,
                next,
                epoch);
    }

    Registration placed(@Nullable String why) {
        return new Registration(
                id,
                account,
                effect,
                order,
                name,
                years,
                site,
                state,
                why,
                registered,
                expires,
                why == null,
                locked,
                unlocked,
                autoRenew,
                renewal,
                acted,
                deleted,
                due,
                epoch);
    }

    Registration locked(boolean now) {
        return new Registration(
                id,
                account,
                effect,
                order,
                name,
                years,
                site,
                state,
                reason,
                registered,
                expires,
                placed,
                now,
                unlocked,
                autoRenew,
                renewal,
                acted,
                deleted,
                due,
                epoch);
    }

    Registration unlocked(boolean by) {
        return new Registration(
                id,
                account,
                effect,
                order,
                name,
                years,
                site,
                state,
                reason,
                registered,
                expires,
                placed,
                !by && locked,
                by,
                autoRenew,
                renewal,
                acted,
                deleted,
                due,
                epoch);
    }

    Registration renewed(boolean by, @Nullable Instant next) {
        return new Registration(
                id,
                account,
                effect,
                order,
                name,
                years,
                site,
                state,
                reason,
                registered,
                expires,
                placed,
                locked,
                unlocked,
                by,
                renewal,
                acted,
                deleted,
                next,
                epoch);
    }

    Registration renewing(Id by, Instant done) {
        return new Registration(
                id,
                account,
                effect,
                order,
                name,
                years,
                site,
                state,
                reason,
                registered,
                expires,
                placed,
                locked,
                unlocked,
                autoRenew,
                by,
                done,
                deleted,
                due,
                epoch);
    }

    Registration acted(Instant done) {
        return new Registration(
                id,
                account,
                effect,
                order,
                name,
                years,
                site,
                state,
                reason,
                registered,
                expires,
                placed,
                locked,
                unlocked,
                autoRenew,
                renewal,
                done,
                deleted,
                due,
                epoch);
    }

    Registration deletedAt(Instant at) {
        return new Registration(
                id,
                account,
                effect,
                order,
                name,
                years,
                site,
                state,
                reason,
                registered,
                expires,
                placed,
                locked,
                unlocked,
                autoRenew,
                renewal,
                acted,
                at,
                due,
                epoch);
    }
}
