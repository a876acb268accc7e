package dev.plat.domains.claim;

import dev.plat.domains.check.Pursuit;
import dev.plat.schemas.Id;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An account's claim on a name: one row in the name's bucket, written as a whole by who has locked
 * it.
 *
 * @param name in its normal form
 * @param reason why it ended; null before
 * @param redirectTo where visitors are sent; null: they see the site
 * @param generation of the account's claims on this name
 * @param proved since when the proof stands; null while it does not
 * @param pursuit of what it waits for in its present state
 * @param due when it is looked at next; null once it has ended
 * @param epoch of the check that is under way
 */
record Claim(
        String name,
        Id account,
        Id id,
        Id site,
        State state,
        @Nullable String reason,
        @Nullable String redirectTo,
        int generation,
        ProofValue proof,
        Instant created,
        @Nullable Instant proved,
        @Nullable Instant ended,
        Contest contest,
        Pursuit pursuit,
        @Nullable Instant checked,
        @Nullable Instant due,
        long epoch) {

    /** How far it has come. */
    enum State {
        /** Its proof has not been seen. */
        OPEN,
        /** Its proof stands; another holds the name, or the hold is under way. */
        PROVEN,
        /** The name serves its site. */
        HOLDING,
        ENDED
    }

    static Claim first(Binding binding, ProofValue proof, Instant now) {
        return new Claim(
                binding.name(),
                binding.account(),
                binding.claim(),
                binding.site(),
                State.OPEN,
                null,
                binding.redirectTo(),
                binding.generation(),
                proof,
                now,
                null,
                null,
                Contest.NONE,
                Pursuit.begin(now),
                null,
                now,
                0);
    }

    boolean live() {
        return state != State.ENDED;
    }

    Claim proven(Instant now) {
        return to(State.PROVEN, now, Contest.NONE, Pursuit.begin(now));
    }

    /** The proof is gone before the name was held. */
    Claim unproven(Instant now) {
        return to(State.OPEN, null, Contest.NONE, Pursuit.begin(now));
    }

    Claim contesting(Contest next) {
        return to(state, proved, next, pursuit);
    }

    /** The next look is due at once: it sees where visitors come to. */
    Claim holding(Instant now) {
        Claim held = to(State.HOLDING, proved, Contest.NONE, Pursuit.begin(now));
        Instant last = checked;
        return held.looked(held.pursuit, last == null ? now : last, now);
    }

    /** What it waits for is there, or is gone again: looks begin anew. */
    Claim pursuedAgain(Instant now) {
        return to(state, proved, contest, Pursuit.begin(now));
    }

    Claim ended(String why, Instant now) {
        return new Claim(
                name,
                account,
                id,
                site,
                State.ENDED,
                why,
                redirectTo,
                generation,
                proof,
                created,
                proved,
                now,
                Contest.NONE,
                pursuit,
                checked,
                null,
                epoch);
    }

    Claim with(ProofValue changed) {
        return new Claim(
                name,
                account,
                id,
                site,
                state,
                reason,
                redirectTo,
                generation,
                changed,
                created,
                proved,
                ended,
                contest,
                pursuit,
                checked,
                due,
                epoch);
    }

    /** A look is over, and this is when the next one is due. */
    Claim looked(Pursuit counted, Instant now, Instant next) {
        return new Claim(
                name,
                account,
                id,
                site,
                state,
                reason,
                redirectTo,
                generation,
                proof,
                created,
                proved,
                ended,
                contest,
                counted,
                now,
                next,
                epoch);
    }

    private Claim to(State next, @Nullable Instant since, Contest dispute, Pursuit pursued) {
        return new Claim(
                name,
                account,
                id,
                site,
                next,
                reason,
                redirectTo,
                generation,
                proof,
                created,
                since,
                ended,
                dispute,
                pursued,
                checked,
                due,
                epoch);
    }
}
