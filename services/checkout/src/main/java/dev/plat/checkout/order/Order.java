package dev.plat.checkout.order;

import dev.plat.schemas.Id;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One purchase with everything that was asked for it and heard of it.
 *
 * @param key the buyer's own; the same key is the same order
 * @param terms what it is subject to beside them
 * @param manual the money is held first and taken when it is known what can be delivered
 * @param goal where it ends when what is under way is settled; null while it goes forward
 * @param reason why it goes back, or waits for a person
 * @param placed when it was made
 * @param expires until when it may be paid
 * @param secured since when the money is ours or held for us
 * @param captured whether it is ours
 */
public record Order(
        Id id,
        Id account,
        String key,
        List<OrderLine> lines,
        Terms terms,
        boolean manual,
        OrderState state,
        @Nullable OrderState goal,
        @Nullable String reason,
        Instant placed,
        Instant expires,
        @Nullable Instant secured,
        boolean captured,
        List<Effect> effects) {

    /**
     * @throws IllegalArgumentException without lines, or with lines in two currencies
     */
    public Order {
        lines = List.copyOf(lines);
        effects = List.copyOf(effects);
        if (lines.isEmpty()) {
            throw new IllegalArgumentException(id + " has no lines");
        }
    }

    /**
     * Nothing is asked for it yet.
     *
     * @param placed to the microsecond, as databases keep it
     * @param expires likewise
     */
    public static Order draft(
            Id id,
            Id account,
            String key,
            List<OrderLine> lines,
            Terms terms,
            boolean manual,
            Instant placed,
            Instant expires) {
        return new Order(
                id,
                account,
                key,
                lines,
                terms,
                manual,
                OrderState.DRAFT,
                null,
                null,
                placed.truncatedTo(ChronoUnit.MICROS),
                expires.truncatedTo(ChronoUnit.MICROS),
                null,
                false,
                List.of());
    }

    /** Without a coupon, and where nobody asked for the buyer's country. */
    public static Order draft(
            Id id,
            Id account,
            String key,
            List<OrderLine> lines,
            boolean manual,
            Instant placed,
            Instant expires) {
        return draft(id, account, key, lines, Terms.NONE, manual, placed, expires);
    }

    /** Whether the buyer wants the same by it. */
    public boolean sameAs(Order other) {
        return account.equals(other.account)
                && lines.equals(other.lines)
                && terms.equals(other.terms);
    }

    /** Whether the payment is known to have been opened. */
    public boolean opened() {
        return has(Step.OPEN_PAYMENT, 0, Effect.State.DONE);
    }

    /** Where it can be paid, while it can. */
    public Optional<String> page() {
        return state == OrderState.AWAITING_PAYMENT && goal == null
                ? effect(Step.OPEN_PAYMENT, 0).map(Effect::fact)
                : Optional.empty();
    }

    /** The lines that were had, by what is known now. */
    public List<OrderLine> delivered() {
        return Provisioning.delivered(this);
    }

    public Amount total() {
        return sum(lines);
    }

    /** What was taken in the end; empty while nothing was, or it is not known. */
    public Optional<Amount> charged() {
        if (has(Step.CAPTURE, 0, Effect.State.DONE)) {
            return effect(Step.CAPTURE, 0).map(Effect::amount);
        }
        if (has(Step.VOID, 0, Effect.State.DONE)) {
            return Optional.of(sum(List.of()));
        }
        return captured ? Optional.of(total()) : Optional.empty();
    }

    /** When something is to be done next; what waits for a person asks nobody. */
    public Optional<Instant> due() {
        return state == OrderState.PARKED ? Optional.empty() : nextDue();
    }

    private Optional<Instant> nextDue() {
        return effects.stream()
                .filter(effect -> effect.is(Effect.State.INTENDED))
                .map(Effect::due)
                .flatMap(due -> Optional.ofNullable(due).stream())
                .min(Instant::compareTo);
    }

    Amount sum(List<OrderLine> some) {
        Amount zero = new Amount(0, lines.getFirst().total().currency());
        return some.stream().map(OrderLine::total).reduce(zero, Amount::plus);
    }

    Optional<Effect> effect(Step step, int line) {
        return effects.stream()
                .filter(effect -> effect.step() == step && effect.line() == line)
                .findFirst();
    }

    /** Whether there is such an effect in this state. */
    boolean has(Step step, int line, Effect.State is) {
        return effect(step, line).filter(effect -> effect.is(is)).isPresent();
    }

    boolean waitsFor(Step step) {
        return any(effect -> effect.step() == step && effect.is(Effect.State.INTENDED));
    }

    boolean any(Predicate<Effect> wanted) {
        return effects.stream().anyMatch(wanted);
    }

    /** Asked for once: an effect that is there stays as it is. */
    Order intending(Step step, int line, @Nullable Amount amount, Instant now) {
        if (effect(step, line).isPresent()) {
            return this;
        }
        List<Effect> more = new ArrayList<>(effects);
        String key = id + "/" + line + "/" + step.text();
        more.add(new Effect(key, step, line, amount, Effect.State.INTENDED, null, 0, now));
        return with(more);
    }

    Order with(Effect changed) {
        return with(
                effects.stream()
                        .map(effect -> effect.key().equals(changed.key()) ? changed : effect)
                        .toList());
    }

    /** Nobody waits for what is still open of this step. */
    Order dropping(Step step) {
        return with(
                effects.stream()
                        .map(effect ->
                                effect.step() == step && effect.is(Effect.State.INTENDED)
                                        ? effect.settled(Effect.State.DROPPED, null)
                                        : effect)
                        .toList());
    }

    Order to(OrderState next) {
        return new Order(
                id, account, key, lines, terms, manual, next, goal, reason, placed, expires,
                secured, captured, effects);
    }

    Order goingTo(OrderState end, String why) {
        return new Order(
                id, account, key, lines, terms, manual, state, end, why, placed, expires, secured,
                captured, effects);
    }

    Order parked(String why) {
        return goingTo(OrderState.PARKED, why).to(OrderState.PARKED);
    }

    /** Out of a person's hands. */
    Order resumed(OrderState at, @Nullable OrderState end) {
        return new Order(
                id, account, key, lines, terms, manual, at, end, null, placed, expires, secured,
                captured, effects);
    }

    /** The money is there; what was on its way back goes forward again. */
    Order secured(boolean ours, Instant since) {
        return new Order(
                id, account, key, lines, terms, manual, state, null, null, placed, expires, since,
                ours, effects);
    }

    Order taken() {
        return new Order(
                id, account, key, lines, terms, manual, state, goal, reason, placed, expires,
                secured, true, effects);
    }

    private Order with(List<Effect> changed) {
        return new Order(
                id, account, key, lines, terms, manual, state, goal, reason, placed, expires,
                secured, captured, changed);
    }
}
