package dev.plat.payments.api;

import dev.plat.payments.reconcile.Reconciliation;
import dev.plat.schemas.PlatException;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** For operators, by the cluster's own ticket. What does not get done in time is said to wait. */
@Controller("/internal/v1/reconciliation")
@ExecuteOn(TaskExecutors.BLOCKING)
@Requires(bean = Reconciliation.class)
final class ReconcileController {

    /** Callers wait for a minute. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Reconciliation reconciliation;

    ReconcileController(Reconciliation reconciliation) {
        this.reconciliation = reconciliation;
    }

    @Post
    ReconcileAnswer run(@Body ReconcileAnswer.Asked asked) {
        return ReconcileAnswer.of(reconciliation.run(time(asked.since()), PATIENCE));
    }

    private static Optional<Instant> time(@Nullable String text) {
        try {
            return Optional.ofNullable(text).map(Instant::parse);
        } catch (DateTimeException e) {
            throw PlatException.invalidField(
                            "since", String.valueOf(text), "a time such as 2027-01-31T00:00:00Z")
                    .causedBy(e);
        }
    }
}
