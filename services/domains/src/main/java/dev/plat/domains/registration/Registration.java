package dev.plat.domains.registration;

import dev.plat.schemas.Id;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A name that an account buys or brings over, or has.
 *
 * @param effect the buyer's key: the same key is the same purchase
 * @param order at the registry, by which it was bought
 * @param site which it shall lead to; null: none
 * @param reason why it is refused or parked, or why its site does not have it
 * @param copied how the records were come by of a name that is brought over; null: not yet
 * @param brought it was with another registrar before
 * @param signed until when old signatures may be remembered of a name that was brought over; null:
 *     none
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
        boolean brought,
        @Nullable Copied copied,
        @Nullable Instant signed,
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

    /** How the records of a name that is brought over were come by; the text never changes. */
    enum Copied {
        /** Its servers gave the whole zone. */
        WHOLE,
        /** What stands at the usual names. */
        KNOWN,
        /** No server said anything. */
        NOTHING;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        static @Nullable Copied of(@Nullable String text) {
            return text == null ? null : valueOf(text.toUpperCase(Locale.ROOT));
        }
    }

    static Registration held(
            Id id, Id account, String effect, Order order, @Nullable Id site, Instant until) {
        return new Registration(
                id,
                account,
                effect,
                order.id(),
                order.name(),
                order.years(),
                site,
                State.HELD,
                null,
                null,
                null,
                order.transfers(),
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
        return with(it -> {
            it.state = other;
            it.reason = why;
            it.due = next;
        });
    }

    Registration dueAt(@Nullable Instant next) {
        return with(it -> it.due = next);
    }

    /** Ours until then, as far as is known. */
    Registration active(Instant since, @Nullable Instant until, Instant next) {
        return with(it -> {
            it.state = State.ACTIVE;
            it.registered = registered == null ? since : registered;
            it.expires = until == null ? expires : until;
            it.acted = acted == null ? since : acted;
            it.due = next;
        });
    }

    Registration copied(Copied how) {
        return with(it -> it.copied = how);
    }

    Registration signed(Instant until) {
        return with(it -> it.signed = until);
    }

    Registration placed(@Nullable String why) {
        return with(it -> {
            it.reason = why;
            it.placed = why == null;
        });
    }

    Registration locked(boolean now) {
        return with(it -> it.locked = now);
    }

    Registration unlocked(boolean by) {
        return with(it -> {
            it.locked = !by && locked;
            it.unlocked = by;
        });
    }

    Registration renewed(boolean by, @Nullable Instant next) {
        return with(it -> {
            it.autoRenew = by;
            it.due = next;
        });
    }

    Registration renewing(Id by, Instant done) {
        return with(it -> {
            it.renewal = by;
            it.acted = done;
        });
    }

    Registration acted(Instant done) {
        return with(it -> it.acted = done);
    }

    Registration deletedAt(Instant at) {
        return with(it -> it.deleted = at);
    }

    private Registration with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.done();
    }

    /** What changes of a registration in its life. */
    private static final class Draft {

        private final Registration from;
        private State state;
        private @Nullable String reason;
        private @Nullable Instant registered;
        private @Nullable Instant expires;
        private @Nullable Copied copied;
        private @Nullable Instant signed;
        private boolean placed;
        private boolean locked;
        private boolean unlocked;
        private boolean autoRenew;
        private @Nullable Id renewal;
        private @Nullable Instant acted;
        private @Nullable Instant deleted;
        private @Nullable Instant due;

        Draft(Registration from) {
            this.from = from;
            state = from.state;
            reason = from.reason;
            registered = from.registered;
            expires = from.expires;
            copied = from.copied;
            signed = from.signed;
            placed = from.placed;
            locked = from.locked;
            unlocked = from.unlocked;
            autoRenew = from.autoRenew;
            renewal = from.renewal;
            acted = from.acted;
            deleted = from.deleted;
            due = from.due;
        }

        Registration done() {
            return new Registration(
                    from.id,
                    from.account,
                    from.effect,
                    from.order,
                    from.name,
                    from.years,
                    from.site,
                    state,
                    reason,
                    registered,
                    expires,
                    from.brought,
                    copied,
                    signed,
                    placed,
                    locked,
                    unlocked,
                    autoRenew,
                    renewal,
                    acted,
                    deleted,
                    due,
                    from.epoch);
        }
    }
}
