package dev.plat.payments.store;

import dev.plat.chassis.figures.Figures;
import dev.plat.router.core.Router;
import java.time.InstantSource;
import java.util.Map;

/** What the payments tier has to do, and what nobody but a person can end. */
public final class PaymentFigures {

    private static final String SQL =
            """
            WITH now AS (SELECT ?::timestamptz AS t)
            SELECT 'attempts_open', state, count(*) FROM attempt WHERE due IS NOT NULL GROUP BY state
            UNION ALL
            SELECT 'attempts_unknown_oldest_seconds', '', extract(epoch FROM max(t - first_sent))::bigint
              FROM attempt, now WHERE due IS NOT NULL AND state = 'unknown' HAVING count(*) > 0
            UNION ALL
            SELECT 'attempts_in_review', '', count(*) FROM attempt WHERE state = 'review'
            UNION ALL
            SELECT 'refunds_open', '', count(*) FROM refund WHERE due IS NOT NULL
            UNION ALL
            SELECT 'refunds_in_review', '', count(*)
              FROM refund WHERE state IN ('failed', 'review') AND settled IS NULL
            UNION ALL
            SELECT 'inbox_open', '', count(*) FROM webhook_inbox WHERE due IS NOT NULL
            UNION ALL
            SELECT 'inbox_oldest_seconds', '', extract(epoch FROM max(t - received))::bigint
              FROM webhook_inbox, now WHERE due IS NOT NULL HAVING count(*) > 0
            UNION ALL
            SELECT 'inbox_parked', '', count(*) FROM webhook_inbox WHERE verdict = 'parked'
            UNION ALL
            SELECT 'movements_open_oldest_seconds', '', extract(epoch FROM max(t - seen))::bigint
              FROM movement, now WHERE due IS NOT NULL HAVING count(*) > 0
            UNION ALL
            SELECT 'movements_not_explained', '', count(*)
              FROM movement WHERE verdict IN ('amount-diff', 'suspense') AND settled IS NULL
            UNION ALL
            SELECT 'renewals_late_seconds', '', extract(epoch FROM max(t - due))::bigint
              FROM subscription, now WHERE due < t HAVING count(*) > 0
            UNION ALL
            SELECT 'webhooks_open', '', count(*) FROM webhook_delivery WHERE due IS NOT NULL
            UNION ALL
            SELECT 'webhooks_oldest_seconds', '', extract(epoch FROM max(t - told))::bigint
              FROM webhook_delivery, now WHERE due IS NOT NULL HAVING count(*) > 0
            UNION ALL
            SELECT 'webhooks_late_seconds', '', extract(epoch FROM max(t - due))::bigint
              FROM webhook_delivery, now WHERE due < t HAVING count(*) > 0
            UNION ALL
            SELECT 'webhooks_parked', '', count(*) FROM webhook_delivery WHERE verdict = 'parked'
            UNION ALL
            SELECT 'webhooks_failing', '', count(*) FROM webhook_endpoint WHERE failing_since IS NOT NULL
            UNION ALL
            SELECT 'outbox_open', topic, count(*) FROM outbox GROUP BY topic
            UNION ALL
            SELECT 'outbox_oldest_seconds', '', extract(epoch FROM max(now() - created))::bigint
              FROM outbox HAVING count(*) > 0\
            """;

    private static final Map<String, Long> MOST =
            Map.of(
                    "attempts_unknown_oldest_seconds", 900L,
                    "attempts_in_review", 0L,
                    "refunds_in_review", 0L,
                    "inbox_oldest_seconds", 60L,
                    "inbox_parked", 0L,
                    "movements_open_oldest_seconds", 900L,
                    "movements_not_explained", 0L,
                    "renewals_late_seconds", 3_600L,
                    "webhooks_late_seconds", 900L,
                    "outbox_oldest_seconds", 60L);

    private PaymentFigures() {}

    /** Those of all shards. */
    public static Figures of(Router router, InstantSource clock) {
        return new Figures(router, clock, SQL, MOST);
    }
}
