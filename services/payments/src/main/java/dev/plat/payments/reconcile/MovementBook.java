package dev.plat.payments.reconcile;

import dev.plat.payments.provider.Movement;
import dev.plat.schemas.Id;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where movements outlive the process. Each call is one transaction, or two that may be repeated;
 * nothing is asked of a provider from inside one.
 */
public interface MovementBook {

    /** One that is worked at. */
    record Taken(Movement movement, Instant seen, int tries) {}

    /** Booked by us, and not shown by the provider. */
    record Overdue(Id subject, Movement.Kind kind, Instant since) {}

    /**
     * Keeps what is new.
     *
     * @return how many were
     */
    int keep(List<Movement> movements, Instant now);

    /** Ids of those that are due, the oldest first. */
    List<String> due(Instant now, int limit);

    /** Takes one up, unless another has: it is nobody else's until the lease ends. */
    Optional<Taken> take(String movement, Instant now, Duration lease);

    /**
     * Judges a movement under the lock of what it names, and books there what follows.
     *
     * @param subject an attempt or a refund
     * @param intent what took the money, as the provider says
     * @param judge from what we have, empty when we do not know the subject
     */
    Judgement meet(
            Movement movement,
            Id subject,
            @Nullable String intent,
            Function<Optional<Ours>, Judgement> judge);

    /** Writes down what it is, with what is booked of it where it names nobody. */
    void end(Movement movement, @Nullable Id subject, Judgement judgement);

    /** It is looked at again. */
    void later(String movement, @Nullable Id subject, Verdict verdict, String reason, Instant due);

    /**
     * Takes the reading of the list, when it is due; it is nobody else's until the pause ends.
     *
     * @return up to when it was read
     */
    Optional<Instant> takeCursor(Instant now, Duration pause);

    /** It never goes back. */
    void advanceCursor(Instant seen);

    /** Expectations that the provider should have shown by now. */
    List<Overdue> overdue(Instant now, int limit);

    /** Looks for an expectation again, or with no time gives it up as missing. */
    void expectLater(Overdue expectation, Optional<Instant> due);
}
