package dev.plat.payments.webhook;

import dev.plat.payments.payment.AttemptDriver;
import dev.plat.payments.provider.PaymentProvider;
import dev.plat.payments.provider.ProviderEvent;
import dev.plat.payments.provider.Sighting;
import dev.plat.payments.refund.RefundDriver;
import dev.plat.router.core.ControlPoints;
import dev.plat.router.core.Deadline;
import dev.plat.router.core.Router;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.Name;
import dev.plat.schemas.NameKind;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what a provider tells of, each event once, and acts on it: asks whose the object is and
 * what it is now, and applies that where the attempt or the refund lies. Events that came in any
 * order, or twice, find nothing left to do: what is applied is how things stand, a journal has one
 * key, and a state is never taken back.
 *
 * <p>Threads: safe; many may work at once.
 */
public final class Inbox {

    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);
    private static final Duration SCATTER = Duration.ofSeconds(10);
    private static final int BATCH = 100;

    /** Two answers of a provider fit in. */
    private static final Duration LEASE = Duration.ofSeconds(60);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final Duration PAUSE_MAX = Duration.ofHours(1);

    /** About three days. */
    private static final int TRIES_MAX = 80;

    /** Stripe lists events for thirty days; an older one comes from nowhere. */
    private static final Duration KEPT = Duration.ofDays(45);

    private static final int PRUNED_AT_ONCE = 10_000;

    private final Router router;
    private final PaymentProvider provider;
    private final AttemptDriver attempts;
    private final RefundDriver refunds;
    private final InstantSource clock;
    private final ControlPoints points;
    private final InboxSql rows = new InboxSql();

    public Inbox(
            Router router,
            PaymentProvider provider,
            AttemptDriver attempts,
            RefundDriver refunds,
            InstantSource clock,
            ControlPoints points) {
        this.router = router;
        this.provider = provider;
        this.attempts = attempts;
        this.refunds = refunds;
        this.clock = clock;
        this.points = points;
    }

    /** Where an event came from. */
    public enum Source {
        HOOK,
        POLL
    }

    /**
     * Keeps an event; the same one again changes nothing.
     *
     * @return whether it was new
     */
    public boolean keep(ProviderEvent event, Source source) {
        boolean kept =
                router.write(
                        name(event.id()),
                        tx ->
                                rows.insert(
                                        tx,
                                        provider.name(),
                                        event,
                                        source.name().toLowerCase(Locale.ROOT),
                                        clock.instant()));
        points.reach("inbox.stored");
        return kept;
    }

    /**
     * Acts on what is due.
     *
     * @param turns runs each; a provider may take its time over them
     */
    public void work(Executor turns) {
        Instant now = clock.instant();
        router
                .scatter(Deadline.in(SCATTER), tx -> rows.due(tx, provider.name(), now, BATCH))
                .parts()
                .stream()
                .flatMap(List::stream)
                .forEach(event -> turns.execute(() -> work(event)));
    }

    /** Acts on one, unless another does. */
    public boolean work(String id) {
        Optional<InboxSql.Taken> taken =
                router.write(
                        name(id), tx -> rows.take(tx, provider.name(), id, clock.instant(), LEASE));
        if (taken.isEmpty()) {
            return false;
        }
        try {
            apply(taken.get());
        } catch (RuntimeException e) {
            LOG.warn("event={} is taken up again later: {}", id, e.toString());
            later(taken.get(), e.toString());
        }
        return true;
    }

    /**
     * How an event stands.
     *
     * @param verdict null while it is to be taken up again
     */
    public record Standing(
            String type,
            String object,
            int tries,
            @Nullable String verdict,
            @Nullable String reason) {}

    /**
     * Acts on an event once more, whatever became of it before.
     *
     * @return how it stands then; empty when no such event is kept
     */
    public Optional<Standing> replay(String id) {
        boolean known =
                router.write(name(id), tx -> rows.again(tx, provider.name(), id, clock.instant()));
        if (!known) {
            return Optional.empty();
        }
        work(id);
        return router.read(name(id), tx -> rows.standing(tx, provider.name(), id));
    }

    /**
     * Takes out what was acted upon and no provider tells any more; what was parked stays.
     *
     * @return how many were
     */
    public int prune() {
        Instant before = clock.instant().minus(KEPT);
        int pruned = 0;
        for (List<Integer> buckets :
                router.scatter(Deadline.in(SCATTER), tx -> rows.old(tx, before, PRUNED_AT_ONCE))
                        .parts()) {
            for (int bucket : buckets) {
                pruned += router.write(new Bucket(bucket), tx -> rows.prune(tx, before));
            }
        }
        return pruned;
    }

    private void apply(InboxSql.Taken taken) {
        switch (provider.look(taken.event())) {
            case Sighting.OfAttempt(var attempt, var refs) ->
                    applied(taken, attempts.observe(attempt, refs));
            case Sighting.OfRefund(var refund) -> applied(taken, refunds.observe(refund));
            case Sighting.Foreign(String reason) -> end(taken, "foreign", reason);
            case Sighting.Unclear(String reason) -> later(taken, reason);
        }
    }

    private void applied(InboxSql.Taken taken, boolean known) {
        points.reach("inbox.applied");
        if (known) {
            end(taken, "applied", "");
        } else {
            later(taken, "the provider did not say how it stands");
        }
    }

    private void end(InboxSql.Taken taken, String verdict, String reason) {
        String id = taken.event().id();
        router.write(
                name(id),
                tx -> {
                    rows.end(tx, provider.name(), id, verdict, reason);
                    return Boolean.TRUE;
                });
        LOG.debug("event={} type={} {} {}", id, taken.event().type(), verdict, reason);
    }

    private void later(InboxSql.Taken taken, String reason) {
        String id = taken.event().id();
        if (taken.tries() >= TRIES_MAX) {
            LOG.error("event={} could not be acted upon: {}", id, reason);
            end(taken, "parked", reason);
            return;
        }
        long factor = 1L << Math.min(taken.tries(), 20);
        Duration pause = FIRST_PAUSE.multipliedBy(factor);
        Instant due = clock.instant().plus(pause.compareTo(PAUSE_MAX) < 0 ? pause : PAUSE_MAX);
        router.write(
                name(id),
                tx -> {
                    rows.later(tx, provider.name(), id, due);
                    return Boolean.TRUE;
                });
    }

    private Name name(String event) {
        return new Name(NameKind.PROVIDER_EVENT, provider.name() + ":" + event);
    }
}
