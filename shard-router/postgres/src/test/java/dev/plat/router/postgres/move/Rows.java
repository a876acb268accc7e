package dev.plat.router.postgres.move;

import dev.plat.router.core.move.Side;
import dev.plat.schemas.Tier;

/** Rows of a bucket in every table of a tier. */
final class Rows {

    private static final String CONTROL =
            """
            INSERT INTO plat_name SELECT b, 'host', n, 'confirmed', test_id(b, n), NULL
              FROM (SELECT 'n' || i AS n FROM generate_series(1, 60000) i
                     WHERE plat.bucket_of_name('n' || i) = b LIMIT 3) s;
            INSERT INTO outbox SELECT b, test_id(b, 'o' || i), 'topic', jsonb_build_object('i', i, 'f', 1.50)
              FROM generate_series(1, 5) i;
            INSERT INTO audit_entry SELECT b, i, i, 'actor', 'action', 'subject', '{}', '\\x00', '\\x01'
              FROM generate_series(1, 4) i;
            INSERT INTO audit_head VALUES (b, 4, '\\x01');
            INSERT INTO idempotency SELECT b, 'k' || i, '\\x02', 200, '{"a": null}' FROM generate_series(1, 2) i;
            INSERT INTO item SELECT b, 'seed' || i, i FROM generate_series(1, 50) i;
            """;

    private static final String BUILDING =
            """
            INSERT INTO account VALUES (b, test_id(b, 'a'), 'a@example.org', 1);
            INSERT INTO password VALUES (b, test_id(b, 'a'), 'phc');
            INSERT INTO session VALUES (b, test_id(b, 's'), test_id(b, 'a'));
            INSERT INTO handoff VALUES (b, test_id(b, 'h'), test_id(b, 'a'), test_id(b, 's'), 1,
              repeat('s', 43), now());
            INSERT INTO my_site VALUES (b, test_id(b, 'a'), test_id(b, 's'), 'slug', 'title', true, now());
            INSERT INTO site VALUES (b, test_id(b, 's'), test_id(b, 'a'), 'slug', 'Tïtle', 1);
            INSERT INTO document VALUES (b, test_id(b, 'd'), test_id(b, 's'), 'page', 1, h, 5, test_id(b, 'a'));
            INSERT INTO revision SELECT b, test_id(b, 'd'), i, h, 5, test_id(b, 'a') FROM generate_series(1, 6) i;
            INSERT INTO page VALUES (b, test_id(b, 'p'), test_id(b, 's'), test_id(b, 'd'), '/', 'title', 0);
            INSERT INTO media VALUES (b, test_id(b, 'm'), test_id(b, 's'), 'n', 't', 1, 1, 1, h);
            INSERT INTO entitlement VALUES (b, test_id(b, 'a'), 3, 'pro', 'read-only', 10);
            INSERT INTO free_plan SELECT b, n, 1, 3 FROM (SELECT 'f' || i AS n FROM generate_series(1, 60000) i
              WHERE plat.bucket_of_name('f' || i) = b LIMIT 1) s;
            INSERT INTO publication
              VALUES (b, test_id(b, 'q'), test_id(b, 's'), test_id(b, 'a'), '[{"rev": 1}]', NULL, NULL);
            """;

    private static final String HOSTING =
            """
            INSERT INTO site_live VALUES (b, test_id(b, 's'), 'host', test_id(b, 'a'), 1, test_id(b, 'r'), h, 1);
            INSERT INTO bucket_feed VALUES (b, 1, 1);
            INSERT INTO release
              VALUES (b, test_id(b, 'r'), test_id(b, 's'), 'sealed', h, 1, 1, 'author', now(), now(), now());
            INSERT INTO deploy VALUES (b, test_id(b, 'y'), test_id(b, 's'), 1, test_id(b, 'r'), 'actor');
            INSERT INTO entitlement VALUES (b, test_id(b, 'a'), 3, 'pro', 'read-only', 10);
            """;

    /** The books let in what balances, and nothing else. */
    private static final String PAYMENTS =
            """
            PERFORM set_config('plat.bucket', b::text, true);
            PERFORM plat.ledger_post(b, ARRAY['k' || i], '{capture}', ARRAY[now()], '{NULL}', '{1,1}',
              '{provider,receivable}', '{stripe,acct_1}', '{EUR,EUR}', '{5,-5}') FROM generate_series(1, 4) i;
            INSERT INTO customer VALUES (b, test_id(b, 'a'), 'stripe', 'cus_1', now());
            INSERT INTO payment VALUES (b, test_id(b, 'p'), test_id(b, 'a'), test_id(b, 'r'), 'stripe', 'EUR', 1999,
              'manual', 'https://back', 'https://away', 1999, 500, now());
            INSERT INTO attempt VALUES (b, test_id(b, 't'), test_id(b, 'p'), 1, now(), 'captured', 'cus_1', 'cs_1',
              'pi_1', NULL, 1, now(), 0, 'none', 0, NULL, false, 1999, false, NULL, NULL, 3, now());
            INSERT INTO refund VALUES (b, test_id(b, 'f'), test_id(b, 'p'), test_id(b, 't'), 'pi_1', NULL, 500,
              'unknown', 1, now(), 0, NULL, now(), now());
            INSERT INTO webhook_inbox
              SELECT b, 'stripe', 'e' || i, 'refund.updated', 're_1', now(), now(), 'poll', 1, NULL, 'applied', ''
                FROM generate_series(1, 60000) i WHERE plat.bucket_of_name('stripe:e' || i) = b LIMIT 2;
            INSERT INTO payment_line VALUES (b, test_id(b, 'p'), 1, 'plan', 'pro', 'pro-1', 'Pro', 1, 1680, 319, 'DE',
              '19', false);
            INSERT INTO invoice_series VALUES (b, '2027', 1), (b, '2027-C', 2);
            WITH i AS (INSERT INTO invoice VALUES (b, test_id(b, 'i'), test_id(b, 'a'), 'invoice', '2027-00a-000001',
              'f', now(), NULL, NULL, NULL, NULL, 'paid', 'EUR', 10, 2, 12, 1, 'Plat', 1, h))
            INSERT INTO invoice_line VALUES (b, test_id(b, 'i'), 1, 'plan', 'pro', 'pro-1', 'Pro',
              daterange('2027-01-01', '2027-02-01'), 1, 10, 2, 'DE', '19');
            INSERT INTO subscription VALUES (b, test_id(b, 'u'), test_id(b, 'a'), 'active', 'pro', 'pro-1', 'EUR',
              '2027-01-31', 'month', 'Europe/Berlin', 1, NULL, false, now(), now());
            INSERT INTO subscription_order VALUES (b, test_id(b, 'r'), 1, test_id(b, 'u'), false),
              (b, test_id(b, 'r'), 2, NULL, true);
            INSERT INTO coverage VALUES (b, test_id(b, 'u'), 1, 'plan', 0, daterange('2027-01-31', '2027-02-28'), 'pro',
              'pro-1', 'EUR', 10, 2, 'DE', '19', 3, test_id(b, 'i')), (b, test_id(b, 'u'), 2, 'plan', 1,
              daterange('2027-02-28', '2027-03-31'), 'pro', 'pro-1', 'EUR', 10, 2, 'DE', '19', 0, test_id(b, 'i'));
            INSERT INTO entitlement VALUES (b, test_id(b, 'a'), 3, 'pro', 'active', '{"sites": 10}', now());
            INSERT INTO payment_method VALUES (b, test_id(b, 'a'), 'stripe', 'pm_1', 'visa', '4242', '2031-07',
              test_id(b, 'p'));
            INSERT INTO subscription_change VALUES (b, test_id(b, 'u'), test_id(b, 'p'), 'pro-2', '2027-02-10');
            INSERT INTO dunning VALUES (b, test_id(b, 'u'), now(), 'soft', 3, 'notice');
            INSERT INTO poll_cursor SELECT b, 'n' || i, now(), now()
                FROM generate_series(1, 60000) i WHERE plat.bucket_of_name('n' || i) = b LIMIT 1;
            INSERT INTO movement
              SELECT b, 'stripe', 'x' || i, 'charge', 'charge', 'ch_1', 1999, 55, 'EUR', now(), now(), 'new', NULL,
                     NULL, 0, now()
                FROM generate_series(1, 60000) i WHERE plat.bucket_of_name('stripe:x' || i) = b LIMIT 2;
            INSERT INTO movement_cursor SELECT b, 'n' || i, now(), now()
                FROM generate_series(1, 60000) i WHERE plat.bucket_of_name('n' || i) = b LIMIT 1;
            INSERT INTO expected_movement VALUES (b, test_id(b, 't'), 'charge', 'stripe', 1999, 'EUR', now(), NULL,
              false, now());
            INSERT INTO secured VALUES (b, test_id(b, 'p'), now(), now());
            INSERT INTO coupon
              SELECT b, 'C' || i, '12.5', NULL, NULL, '{pro}', 'once', 1, now(), NULL, 10, 1, 2
                FROM generate_series(100, 60000) i WHERE plat.bucket_of_name('c' || i) = b LIMIT 1;
            INSERT INTO coupon_hold SELECT b, code, test_id(b, 'r'), 'held', now(), now() FROM coupon WHERE bucket = b;
            INSERT INTO coupon_use VALUES (b, test_id(b, 'a'), 'C1', test_id(b, 'r'), NULL, 500, 'EUR', '{}', 'periods',
              3, test_id(b, 'u'), 1);
            INSERT INTO webhook_endpoint VALUES (b, test_id(b, 'w'), test_id(b, 'a'), 1, 'https://a.test/', '{}',
              'enabled', '', now(), 2, 1, NULL, NULL);
            INSERT INTO webhook_delivery VALUES (b, test_id(b, 'w'), test_id(b, 'e1'), 1, 'invoice.created', '{}', now(),
              1, NULL, 'delivered', '200'), (b, test_id(b, 'w'), test_id(b, 'e2'), 2, 'invoice.created', '{}', now(), 0,
              now(), NULL, NULL);
            INSERT INTO catalogue SELECT b, 'n' || i, 1, repeat('0', 64), '\\x00', now()
                FROM generate_series(1, 60000) i WHERE plat.bucket_of_name('n' || i) = b LIMIT 1;
            INSERT INTO dispute VALUES (b, 'stripe', 'du_1', test_id(b, 't'), 1999, 'EUR', 'txn_1', 1, NULL, now());
            """;

    private static final String CHECKOUT =
            """
            INSERT INTO orders VALUES (b, test_id(b, 'r'), test_id(b, 'a'), 'key-key-key', true, 'draft', NULL, NULL,
              now(), now(), NULL, false, now());
            INSERT INTO order_line VALUES (b, test_id(b, 'r'), 1, 'name', 'shop.test', 'p', 1, NULL, 1200, 'EUR');
            INSERT INTO order_effect
              VALUES (b, test_id(b, 'r'), 'k', 1, 'hold-name', 1, NULL, NULL, 'intended', NULL, 0, now());
            INSERT INTO cart VALUES (b, test_id(b, 'a'), test_id(b, 'c'));
            INSERT INTO cart_line
              VALUES (b, test_id(b, 'a'), 'shop.test', 'name', 'p', 1, test_id(b, 's'), now());
            """;

    private Rows() {}

    /** A table of our own besides the tier's, and what makes rows. */
    static void install(MovingShards shards, Side side) {
        shards.run(
                side,
                "SET ROLE plat_owner",
                """
                CREATE TABLE item (bucket smallint NOT NULL, name text NOT NULL, value int NOT NULL,
                  PRIMARY KEY (bucket, name))\
                """,
                "SELECT plat.protect('item')",
                """
                CREATE FUNCTION test_id(b int, x text) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
                  SELECT (left(md5(x), 8) || '-' || substr(md5(x), 9, 4) || '-8' || lpad(to_hex(b), 3, '0')
                    || '-8' || substr(md5(x), 14, 3) || '-' || right(md5(x), 12))::uuid $$\
                """);
    }

    /** Some rows in every table. */
    static void fill(MovingShards shards, Side side, int bucket) {
        shards.run(
                side,
                "DO $fill$ DECLARE b smallint := "
                        + bucket
                        + "; h bytea := decode(md5('x') || md5('y'), 'hex'); BEGIN "
                        + CONTROL
                        + ofTier(shards.tier())
                        + " END $fill$");
    }

    private static String ofTier(Tier tier) {
        return switch (tier) {
            case BUILDING -> BUILDING;
            case HOSTING -> HOSTING;
            case PAYMENTS -> PAYMENTS;
            case CHECKOUT -> CHECKOUT;
            case DOMAINS, BUILDING_FILES, HOSTING_FILES ->
                    throw new IllegalArgumentException("no rows of " + tier);
        };
    }

    /** A difference in every table of the building tier, by hand and unseen by any link. */
    static void plant(MovingShards shards, Side side, int bucket) {
        String where = " WHERE bucket = " + bucket;
        shards.run(
                side,
                "SET session_replication_role = replica",
                "UPDATE plat_name SET state = 'reserved', expires = now()" + where,
                "UPDATE outbox SET payload = jsonb_set(payload, '{i}', '7')" + where,
                "UPDATE audit_entry SET hash = '\\x11'" + where + " AND seq = 2",
                "UPDATE audit_head SET seq = 5" + where,
                "UPDATE idempotency SET status = NULL" + where + " AND key = 'k1'",
                "UPDATE account SET created = created + interval '1 microsecond'" + where,
                "UPDATE password SET phc = 'phd'" + where,
                "DELETE FROM session" + where,
                "DELETE FROM handoff" + where,
                "UPDATE my_site SET published = NOT published" + where,
                "UPDATE site SET title = 'Title'" + where,
                "UPDATE document SET size = size # 1" + where,
                "UPDATE revision SET sha256 = set_bit(sha256, 100, 1 - get_bit(sha256, 100))"
                        + where
                        + " AND rev = 3",
                "UPDATE page SET position = 1" + where,
                "UPDATE media SET width = 3" + where,
                "UPDATE entitlement SET sites = NULL" + where,
                "UPDATE free_plan SET sites = 4" + where,
                "UPDATE publication SET documents = '[{\"rev\": 2}]'" + where,
                "DELETE FROM item" + where + " AND name = 'seed7'",
                "UPDATE item SET value = value # 1" + where + " AND name = 'seed8'",
                "INSERT INTO item VALUES (" + bucket + ", 'seed99', 1)");
    }
}
