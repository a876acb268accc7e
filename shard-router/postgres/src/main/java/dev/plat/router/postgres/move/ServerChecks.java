package dev.plat.router.postgres.move;

import dev.plat.router.core.move.Side;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What one server of a move must have free, and how its tables must be made.
 *
 * @param oldTransaction a transaction that has written and is older makes a move wait
 */
record ServerChecks(String shard, Duration oldTransaction) {

    // The link, and as many table copies at a time as the subscription may make.
    private static final String SERVER =
            """
            WITH s AS (SELECT name, setting FROM pg_settings),
            n AS (SELECT
              (SELECT setting FROM s WHERE name = 'wal_level') AS wal_level,
              (SELECT setting::int FROM s WHERE name = 'max_sync_workers_per_subscription') AS sync,
              (SELECT setting::int FROM s WHERE name = 'max_replication_slots')
                - (SELECT count(*) FROM pg_replication_slots) AS slots,
              (SELECT setting::int FROM s WHERE name = 'max_wal_senders')
                - (SELECT count(*) FROM pg_stat_replication) AS senders,
              coalesce((SELECT setting::int FROM s WHERE name = 'max_active_replication_origins'),
                       (SELECT setting::int FROM s WHERE name = 'max_replication_slots'))
                - (SELECT count(*) FROM pg_replication_origin_status) AS origins,
              (SELECT setting::int FROM s WHERE name = 'max_logical_replication_workers')
                - (SELECT count(*) FROM pg_stat_subscription WHERE pid IS NOT NULL) AS workers)
            SELECT CASE
              WHEN pg_is_in_recovery() THEN 'it is a standby. Wait for its promotion'
              WHEN n.wal_level <> 'logical' THEN
                'wal_level is ' || n.wal_level || '. Set wal_level = logical and restart it'
              WHEN n.slots < 1 + n.sync * ?::int THEN
                n.slots || ' replication slots are free. Raise max_replication_slots'
              WHEN n.senders < 1 + n.sync * ?::int THEN
                n.senders || ' walsenders are free. Raise max_wal_senders'
              WHEN n.origins < 1 + n.sync * ?::int THEN
                n.origins || ' replication origins are free. Raise max_active_replication_origins'
                  || ' (before 18: max_replication_slots)'
              WHEN n.workers < 1 + n.sync * ?::int THEN
                n.workers || ' logical replication workers are free. Raise'
                  || ' max_logical_replication_workers and max_worker_processes'
              WHEN NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
                'role plat_mover is no superuser, so row security would hide rows. Set the shard up again'
              WHEN EXISTS (SELECT FROM pg_prepared_xacts) THEN
                'a prepared transaction is open, for which a slot would wait: '
                  || (SELECT min(gid) FROM pg_prepared_xacts) || '. Commit it or roll it back'
              ELSE (SELECT 'process ' || a.pid || ' of ' || coalesce(a.usename, '?') || ' in database '
                           || coalesce(a.datname, '?') || ' has had a writing transaction open for '
                           || round(extract(epoch FROM clock_timestamp() - a.xact_start))
                           || ' s, for which a slot would wait. End it'
                      FROM pg_stat_activity a
                     WHERE a.backend_xid IS NOT NULL
                       AND a.xact_start < clock_timestamp() - ? * interval '1 ms'
                     ORDER BY a.xact_start LIMIT 1)
              END
              FROM n\
            """;

    private static final String TABLES =
            """
            SELECT format('table %I.%I %s', n.nspname, c.relname, CASE
                WHEN c.relkind = 'p' THEN
                  'is partitioned, which a move does not carry. Use a plain table'
                WHEN c.relpersistence <> 'p' THEN
                  'is not logged, so nothing would carry it. Make it a logged table'
                WHEN b.attname IS NULL THEN
                  'has no "bucket smallint" first in its primary key. Begin the key with it'
                WHEN c.relreplident NOT IN ('d', 'f') THEN
                  'has another replica identity than its primary key. Set it to DEFAULT'
                WHEN b.attgenerated <> '' THEN
                  'has a generated bucket column. Make it a plain one'
                ELSE 'takes values from a sequence, which a move does not carry. Use ids' END)
              FROM pg_class c
              JOIN pg_namespace n ON n.oid = c.relnamespace
              LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
              LEFT JOIN pg_attribute b ON b.attrelid = c.oid AND b.attnum = i.indkey[0]
                   AND b.attname = 'bucket' AND b.atttypid = 'int2'::regtype
             WHERE c.relkind IN ('r', 'p') AND c.relname <> 'flyway_schema_history'
               AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'plat')
               AND n.nspname NOT LIKE 'pg\\_t%'
               AND (c.relkind = 'p' OR c.relpersistence <> 'p' OR b.attname IS NULL
                    OR c.relreplident NOT IN ('d', 'f') OR b.attgenerated <> ''
                    OR EXISTS (SELECT FROM pg_depend d
                                 JOIN pg_class q ON q.oid = d.objid AND q.relkind = 'S'
                                WHERE d.refclassid = 'pg_class'::regclass AND d.refobjid = c.oid
                                  AND d.deptype IN ('a', 'i')))
             ORDER BY 1 LIMIT 1\
            """;

    /** What this server lacks for its part of the move. */
    Optional<String> refusal(Connection connection, Side side) throws SQLException {
        // The target makes the copies of tables; each needs a slot and a walsender of the source.
        List<Integer> copies = side == Side.SOURCE ? List.of(1, 1, 0, 0) : List.of(0, 0, 1, 1);
        try (PreparedStatement select = connection.prepareStatement(SERVER)) {
            for (int i = 0; i < copies.size(); i++) {
                select.setInt(i + 1, copies.get(i));
            }
            select.setLong(5, oldTransaction.toMillis());
            return text(select);
        }
    }

    Optional<String> tables(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(TABLES)) {
            return text(select);
        }
    }

    private Optional<String> text(PreparedStatement select) throws SQLException {
        try (ResultSet row = select.executeQuery()) {
            return row.next()
                    ? Optional.ofNullable(row.getString(1))
                            .map(found -> "shard " + shard + ": " + found + ".")
                    : Optional.empty();
        }
    }
}
