package dev.plat.router.postgres.move;

import dev.plat.router.core.move.MoveWorld.Lag;
import dev.plat.router.core.move.Side;
import dev.plat.router.postgres.move.Ledger.Kind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a link stands. What has been received counts as applied: one worker applies in the order of
 * arrival and reports a position after the work before it.
 *
 * <p>Threads: for one.
 */
final class CopyProgress {

    // A worker that failed is started again every five seconds; between two failures it looks well.
    private static final long TROUBLE_NANOS = Duration.ofSeconds(20).toNanos();

    // Longer than a commit may take, and than two starts of a worker are apart.
    private static final long ORPHANED_NANOS = Duration.ofSeconds(10).toNanos();

    private final Lines lines;
    private final Map<Side, Errors> errors = new EnumMap<>(Side.class);
    private @Nullable Map<String, Long> sizes;
    private Map<String, Long> missingSince = Map.of();

    CopyProgress(Lines lines) {
        this.lines = lines;
    }

    private record Errors(long count, long sinceNanos) {}

    /**
     * The giver's side.
     *
     * @param tableSlots of all tables' copies in this database
     */
    private record Giver(boolean sound, long bytesBehind, String trouble, Set<String> tableSlots) {}

    /**
     * The taker's side.
     *
     * @param slots of the tables whose rows are copied and that now catch up
     */
    private record Taker(
            boolean there,
            boolean sameTimeline,
            int done,
            int total,
            long bytes,
            String trouble,
            Set<String> slots) {}

    Lag lag(Link link) {
        Map<String, Long> tables = sizes(link);
        long bytesTotal = tables.values().stream().mapToLong(Long::longValue).sum();
        Giver giver = lines.step(link.giver()).look(connection -> giver(connection, link));
        Taker taker =
                lines.step(link.giver().other())
                        .look(connection -> taker(connection, link, tables));
        boolean orphaned = orphaned(giver, taker);
        String trouble =
                orphaned
                        ? "a table's copy has lost its slot in a crash"
                        : giver.trouble.isEmpty() ? taker.trouble : giver.trouble;
        boolean lost = !giver.sound || !taker.there || !taker.sameTimeline || orphaned;
        return new Lag(
                !lost && taker.total > 0 && taker.done == taker.total,
                taker.done,
                taker.total,
                Math.min(taker.bytes, bytesTotal),
                bytesTotal,
                giver.bytesBehind,
                trouble,
                lost);
    }

    /**
     * PostgreSQL would try for ever, and counts no error. A slot may be gone for a moment while its
     * table still catches up: the slots were looked at first, and up to PostgreSQL 15 a worker
     * drops its slot before it commits that its table is done.
     */
    private boolean orphaned(Giver giver, Taker taker) {
        long now = System.nanoTime();
        Map<String, Long> missing = new HashMap<>();
        for (String slot : taker.slots) {
            if (!giver.tableSlots.contains(slot)) {
                missing.put(slot, missingSince.getOrDefault(slot, now));
            }
        }
        missingSince = missing;
        return missing.values().stream().anyMatch(since -> now - since > ORPHANED_NANOS);
    }

    long bytesBehind(Link link) {
        return lines.step(link.giver()).look(connection -> giver(connection, link)).bytesBehind;
    }

    /** The source's tables with the move's share of their bytes, estimated once. */
    private Map<String, Long> sizes(Link link) {
        Map<String, Long> known = sizes;
        if (known == null) {
            int buckets = link.move().buckets().size();
            known = lines.step(Side.SOURCE).look(connection -> sizes(connection, buckets));
            sizes = known;
        }
        return known;
    }

    private static Map<String, Long> sizes(Connection connection, int buckets) throws SQLException {
        String sql =
                """
                SELECT pg_table_size(?::regclass) * ?
                         / greatest(?, (SELECT count(*) FROM plat.plat_bucket
                                         WHERE state IN ('owned', 'frozen')))\
                """;
        Map<String, Long> sizes = new HashMap<>();
        for (CarriedTable table : CarriedTable.all(connection)) {
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                select.setString(1, table.name());
                select.setLong(2, buckets);
                select.setLong(3, buckets);
                try (ResultSet row = select.executeQuery()) {
                    row.next();
                    sizes.put(table.name(), row.getLong(1));
                }
            }
        }
        return sizes;
    }

    private static Giver giver(Connection connection, Link link) throws SQLException {
        String sql =
                """
                SELECT s.wal_status, s.active,
                       pg_wal_lsn_diff(pg_current_wal_flush_lsn(),
                         greatest(s.confirmed_flush_lsn, r.write_lsn, r.replay_lsn))::bigint,
                       ARRAY(SELECT t.slot_name::text FROM pg_replication_slots t
                              WHERE t.database = s.database AND t.slot_name LIKE 'pg\\_%\\_sync\\_%')
                  FROM pg_replication_slots s
                  LEFT JOIN pg_stat_replication r ON r.pid = s.active_pid
                 WHERE s.slot_name = ? AND s.database = current_database()\
                """;
        boolean same =
                Ledger.sameTimeline(connection, Kind.SLOT, link.name()).orElse(false)
                        && Publications.exists(connection, link.name());
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, link.name());
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return new Giver(false, 0, "slot " + link.name() + " is gone", Set.of());
                }
                boolean lost = "lost".equals(row.getString(1));
                String trouble =
                        lost
                                ? "slot "
                                        + link.name()
                                        + " lost its log: raise max_slot_wal_keep_size"
                                : row.getBoolean(2) ? "" : "nobody reads slot " + link.name();
                return new Giver(
                        same && !lost,
                        Math.max(0, row.getLong(3)),
                        trouble,
                        Set.of((String[]) row.getArray(4).getArray()));
            }
        }
    }

    private Taker taker(Connection connection, Link link, Map<String, Long> tables)
            throws SQLException {
        Optional<Long> number = Subscriptions.find(connection, link.name());
        if (number.isEmpty()) {
            return new Taker(
                    false, false, 0, 0, 0, "subscription " + link.name() + " is gone", Set.of());
        }
        boolean same =
                Ledger.sameTimeline(connection, Kind.SUBSCRIPTION, link.name()).orElse(false);
        String sql =
                """
                SELECT format('%I.%I', n.nspname, c.relname), r.srsubstate,
                       coalesce((SELECT sum(p.bytes_processed) FROM pg_stat_progress_copy p
                                  WHERE p.relid = r.srrelid AND p.datname = current_database()), 0),
                       format('pg_%s_sync_%s_%s', r.srsubid, r.srrelid,
                         (SELECT system_identifier FROM pg_control_system()))
                  FROM pg_subscription_rel r
                  JOIN pg_class c ON c.oid = r.srrelid JOIN pg_namespace n ON n.oid = c.relnamespace
                 WHERE r.srsubid = ?::oid\
                """;
        int done = 0;
        int total = 0;
        long bytes = 0;
        Set<String> slots = new HashSet<>();
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setLong(1, number.orElseThrow());
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    long size = tables.getOrDefault(rows.getString(1), 0L);
                    boolean copied = "sr".contains(rows.getString(2));
                    total++;
                    if (rows.getString(2).equals("f")) {
                        slots.add(rows.getString(4));
                    }
                    done += rows.getString(2).equals("r") ? 1 : 0;
                    bytes += copied ? size : Math.min(size, rows.getLong(3));
                }
            }
        }
        return new Taker(
                true,
                same,
                done,
                total,
                bytes,
                trouble(connection, link, number.orElseThrow()),
                slots);
    }

    private String trouble(Connection connection, Link link, long number) throws SQLException {
        String sql =
                """
                SELECT s.subenabled, t.apply_error_count + t.sync_error_count,
                       coalesce((to_jsonb(t) ->> 'confl_insert_exists')::bigint, 0)
                       + coalesce((to_jsonb(t) ->> 'confl_update_exists')::bigint, 0)
                       + coalesce((to_jsonb(t) ->> 'confl_update_missing')::bigint, 0)
                       + coalesce((to_jsonb(t) ->> 'confl_delete_missing')::bigint, 0)
                       + coalesce((to_jsonb(t) ->> 'confl_multiple_unique_conflicts')::bigint, 0)
                  FROM pg_subscription s JOIN pg_stat_subscription_stats t ON t.subid = s.oid
                 WHERE s.oid = ?::oid\
                """;
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setLong(1, number);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return "";
                }
                if (!row.getBoolean(1)) {
                    return "subscription " + link.name() + " is disabled";
                }
                if (row.getLong(3) > 0) {
                    return row.getLong(3)
                            + " conflicts on shard "
                            + link.takerShard()
                            + ": its rows are no copy";
                }
                return failing(link, row.getLong(2));
            }
        }
    }

    /** Errors count from the second look on, as an earlier controller may have seen them end. */
    private String failing(Link link, long count) {
        Errors before = errors.get(link.giver());
        long now = System.nanoTime();
        if (before == null) {
            errors.put(link.giver(), new Errors(count, now - TROUBLE_NANOS));
            return "";
        }
        if (count > before.count) {
            errors.put(link.giver(), new Errors(count, now));
        }
        Errors known = errors.getOrDefault(link.giver(), before);
        return now - known.sinceNanos < TROUBLE_NANOS
                ? "copy or apply of "
                        + link.name()
                        + " failed "
                        + count
                        + " times: see the log of shard "
                        + link.takerShard()
                : "";
    }
}
