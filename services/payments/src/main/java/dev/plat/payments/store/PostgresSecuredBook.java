package dev.plat.payments.store;

import dev.plat.payments.orphan.Secured;
import dev.plat.payments.orphan.SecuredBook;
import dev.plat.router.core.Deadline;
import dev.plat.router.core.Router;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * Secured money in its accounts' buckets.
 *
 * <p>Threads: safe.
 */
public final class PostgresSecuredBook implements SecuredBook {

    private static final Duration SWEEP = Duration.ofSeconds(10);

    private final Router router;
    private final SecuredSql rows = new SecuredSql();

    public PostgresSecuredBook(Router router) {
        this.router = router;
    }

    @Override
    public List<Secured> due(Instant now, int limit) {
        return router.scatter(Deadline.in(SWEEP), tx -> rows.due(tx, now, limit)).parts().stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparing(Secured::since))
                .limit(limit)
                .toList();
    }

    @Override
    public boolean take(Secured secured, Instant now, Instant until) {
        return router.write(secured.payment(), tx -> rows.take(tx, secured.payment(), now, until));
    }

    @Override
    public void end(Secured secured) {
        router.write(secured.payment(), tx -> rows.delete(tx, secured.payment()));
    }
}
