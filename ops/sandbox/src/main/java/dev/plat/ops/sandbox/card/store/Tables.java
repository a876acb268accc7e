package dev.plat.ops.sandbox.card.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * What the provider's database holds. Objects are kept as the shop sees them, since that is what is
 * asked for: there is no column that a body could contradict.
 */
final class Tables {

    /** The lock of the one process that writes here. */
    static final long PROCESS_LOCK = 0x63617264L;

    /** The lock under which numbers are given out, so that they are committed in their order. */
    static final long ORDER_LOCK = 0x6f72646572L;

    private static final String SQL =
            """
            CREATE SCHEMA IF NOT EXISTS card;
            CREATE SEQUENCE IF NOT EXISTS card.number;
            CREATE TABLE IF NOT EXISTS card.object (
                id text PRIMARY KEY,
                seq bigint NOT NULL,
                kind text NOT NULL,
                created bigint NOT NULL,
                due timestamptz,
                body jsonb NOT NULL,
                hidden jsonb NOT NULL);
            CREATE INDEX IF NOT EXISTS object_kind ON card.object (kind, seq);
            CREATE INDEX IF NOT EXISTS object_due ON card.object (due) WHERE due IS NOT NULL;
            CREATE INDEX IF NOT EXISTS object_customer
                ON card.object ((body ->> 'customer'), kind, seq);
            CREATE TABLE IF NOT EXISTS card.answered (
                key text PRIMARY KEY,
                digest text NOT NULL,
                request text NOT NULL,
                status int NOT NULL,
                body text NOT NULL,
                at timestamptz NOT NULL);
            CREATE INDEX IF NOT EXISTS answered_at ON card.answered (at);
            CREATE TABLE IF NOT EXISTS card.movement (
                seq bigint PRIMARY KEY,
                at timestamptz NOT NULL,
                kind text NOT NULL,
                amount bigint NOT NULL CHECK (amount >= 0),
                fee bigint NOT NULL,
                currency char(3) NOT NULL,
                subject text NOT NULL,
                intent text NOT NULL,
                metadata jsonb NOT NULL,
                UNIQUE (kind, subject));
            CREATE TABLE IF NOT EXISTS card.delivery (
                event text NOT NULL,
                endpoint text NOT NULL,
                first timestamptz NOT NULL,
                due timestamptz,
                tries int NOT NULL DEFAULT 0,
                played boolean NOT NULL DEFAULT false,
                state text NOT NULL DEFAULT 'waiting',
                PRIMARY KEY (event, endpoint));
            CREATE INDEX IF NOT EXISTS delivery_due ON card.delivery (due) WHERE due IS NOT NULL;
            CREATE TABLE IF NOT EXISTS card.clock (
                one boolean PRIMARY KEY DEFAULT true CHECK (one),
                ahead_millis bigint NOT NULL);
            INSERT INTO card.clock (ahead_millis) VALUES (0) ON CONFLICT DO NOTHING;
            """;

    private Tables() {}

    static void make(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(SQL);
        }
    }
}
