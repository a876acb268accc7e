package dev.plat.ops.chaos.purchase;

import dev.plat.ops.chaos.purchase.OperatorLine.Answer;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.IdKind;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Gives money back that was rightly taken, as {@code plat payments refund} does. What gets no
 * answer is asked for again under the same number, and counts once.
 *
 * <p>Threads: safe.
 */
final class Operator {

    private final OperatorLine payments;
    private final IdGenerator ids;
    private final Queue<Wish> unanswered = new ConcurrentLinkedQueue<>();
    private final Map<UUID, Long> given = new ConcurrentHashMap<>();

    private record Wish(Id refund, Id payment, long minor) {}

    Operator(OperatorLine payments, InstantSource clock) {
        this.payments = payments;
        this.ids = new IdGenerator(clock, new SecureRandom());
    }

    /**
     * All of a payment, or a part.
     *
     * @param draw which part, and whether two hands ask at once
     */
    void giveBack(Id payment, int draw) throws InterruptedException {
        Answer standing = payments.ask("GET", "payments/" + payment, "");
        long left =
                standing.body().path("captured").path("amount").asLong()
                        - standing.body().path("refunded").path("amount").asLong();
        if (!standing.good() || left < 1) {
            return;
        }
        long minor = draw % 2 == 0 ? left : 1 + draw % left;
        Wish wish = new Wish(ids.next(IdKind.REFUND, payment), payment, minor);
        unanswered.add(wish);
        Thread other = draw % 3 == 0 ? Thread.startVirtualThread(() -> quietly(wish)) : null;
        ask(wish);
        if (other != null) {
            other.join();
        }
    }

    /** Asks again for what nobody has answered, and nothing goes wrong any more. */
    void finish() throws InterruptedException {
        for (Wish wish : unanswered) {
            ask(wish);
        }
        if (!unanswered.isEmpty()) {
            throw new IllegalStateException("refunds get no answer: " + unanswered);
        }
    }

    /** What of a payment was given back by an operator, in cents. */
    long given(UUID payment) {
        return given.getOrDefault(payment, 0L);
    }

    private void quietly(Wish wish) {
        try {
            ask(wish);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask(Wish wish) throws InterruptedException {
        Answer answer =
                payments.ask(
                        "POST",
                        "payments/" + wish.payment() + "/refunds",
                        "{\"refund\": \"%s\", \"amount\": {\"amount\": %d, \"currency\": \"EUR\"}}"
                                .formatted(wish.refund(), wish.minor()));
        boolean given = answer.good() && !answer.body().path("state").asText().equals("failed");
        if (answer.heard() && unanswered.remove(wish) && given) {
            this.given.merge(wish.payment().uuid(), wish.minor(), Long::sum);
        }
    }
}
