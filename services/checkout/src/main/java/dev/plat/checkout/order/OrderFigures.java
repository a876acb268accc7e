package dev.plat.checkout.order;

import dev.plat.chassis.figures.Figures;
import dev.plat.router.core.Router;
import java.time.InstantSource;
import java.util.Map;

/** What the checkout tier has to do, and what nobody but a person can end. */
public final class OrderFigures {

    private static final String SQL =
            """
            WITH now AS (SELECT ?::timestamptz AS t)
            SELECT 'orders_open', state, count(*) FROM orders WHERE due IS NOT NULL GROUP BY state
            UNION ALL
            SELECT 'orders_parked', '', count(*) FROM orders WHERE state = 'parked'
            UNION ALL
            SELECT 'orders_late_seconds', '', extract(epoch FROM max(t - due))::bigint
              FROM orders, now WHERE due < t HAVING count(*) > 0
            UNION ALL
            SELECT 'orders_undelivered_oldest_seconds', '', extract(epoch FROM max(t - secured))::bigint
              FROM orders, now WHERE due IS NOT NULL AND state = 'provisioning' HAVING count(*) > 0
            UNION ALL
            SELECT 'orders_owed_oldest_seconds', '', extract(epoch FROM max(t - secured))::bigint
              FROM orders, now WHERE due IS NOT NULL AND state = 'refund-due' HAVING count(*) > 0
            UNION ALL
            SELECT 'orders_overdue_oldest_seconds', '', extract(epoch FROM max(t - expires))::bigint
              FROM orders, now
             WHERE due IS NOT NULL AND state IN ('draft', 'reserved', 'awaiting-payment') AND expires < t
            HAVING count(*) > 0
            UNION ALL
            SELECT 'effects_unknown', step, count(*) FROM order_effect
             WHERE state = 'intended' AND tries > 0 AND step <> 'secure-payment' GROUP BY step
            UNION ALL
            SELECT 'outbox_open', topic, count(*) FROM outbox GROUP BY topic
            UNION ALL
            SELECT 'outbox_oldest_seconds', '', extract(epoch FROM max(now() - created))::bigint
              FROM outbox HAVING count(*) > 0\
            """;

    private static final long HOUR = 3_600;

    /**
     * A name may take its registry 24 hours; what is owed then goes back within six. What is not
     * paid in time ends at once, unless the provider is away.
     */
    private static final Map<String, Long> MOST =
            Map.of(
                    "orders_parked",
                    0L,
                    "orders_overdue_oldest_seconds",
                    HOUR,
                    "orders_late_seconds",
                    60L,
                    "orders_undelivered_oldest_seconds",
                    24 * HOUR,
                    "orders_owed_oldest_seconds",
                    30 * HOUR,
                    "outbox_oldest_seconds",
                    60L);

    private OrderFigures() {}

    /** Those of all shards. */
    public static Figures of(Router router, InstantSource clock) {
        return new Figures(router, clock, SQL, MOST);
    }
}
